/** What a check found: where, and what to do instead. `line` counts from 1; 0 means the whole file. */
export type Complaint = { readonly path: string; readonly line: number; readonly message: string }

export function formatComplaint(complaint: Complaint): string {
  const place = complaint.line === 0 ? complaint.path : `${complaint.path}:${complaint.line}`
  return `${place}  ${complaint.message}`
}

/** Prints what a check found and sets the exit status: 1 where anything was found. */
export function printComplaints(check: string, complaints: readonly Complaint[]): void {
  const sorted = complaints.toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.line - b.line)
  for (const complaint of sorted) console.log(formatComplaint(complaint))
  console.log(
    `${check}: ${complaints.length === 0 ? 'nothing to complain about' : `${complaints.length} found`}`,
  )
  if (complaints.length > 0) process.exitCode = 1
}

/** Whether the module at `url` is the program that runs, also when the launcher started it. */
export function isProgram(path: string): boolean {
  return process.argv[1] === path
}
