import type { RefusalCode } from '@holdfast/lease'
import type { Counts } from '@holdfast/store'
import type { SigningState } from '../signing-state.ts'

/** What this server counted since its start. Labels come from closed sets, so memory is bounded. */
export class Metrics {
  readonly #answered = new Map<string, number>()
  readonly #refused = new Map<RefusalCode, number>()

  /** `operation` is a name of the contract. */
  countAnswer(operation: string): void {
    this.#answered.set(operation, (this.#answered.get(operation) ?? 0) + 1)
  }

  countRefusal(code: RefusalCode): void {
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1)
  }

  /** Prometheus text exposition, version 0.0.4. */
  format(counts: Counts, signing: SigningState): string {
    const lines: string[] = []
    family(
      lines,
      'holdfast_signing_ready',
      'gauge',
      'Whether leases are signed: 1, or 0 where the clock or the keys forbid it.',
    )
    lines.push(`holdfast_signing_ready ${signing.kind === 'ready' ? 1 : 0}`)
    family(lines, 'holdfast_answers_total', 'counter', 'Operations done, by operation.')
    for (const [operation, count] of this.#answered)
      lines.push(`holdfast_answers_total{operation="${operation}"} ${count}`)
    family(lines, 'holdfast_refusals_total', 'counter', 'Refusals, by code.')
    for (const [code, count] of this.#refused) lines.push(`holdfast_refusals_total{code="${code}"} ${count}`)
    for (const [name, count] of Object.entries(counts)) {
      const metric = `holdfast_books_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
      family(lines, metric, 'gauge', 'Kept in the books.')
      lines.push(`${metric} ${count}`)
    }
    const memory = process.memoryUsage()
    family(lines, 'process_resident_memory_bytes', 'gauge', 'Resident memory.')
    lines.push(`process_resident_memory_bytes ${memory.rss}`)
    const cpu = process.cpuUsage()
    family(lines, 'process_cpu_seconds_total', 'counter', 'Processor time used.')
    lines.push(`process_cpu_seconds_total ${(cpu.user + cpu.system) / 1e6}`)
    return `${lines.join('\n')}\n`
  }
}

function family(lines: string[], name: string, type: 'counter' | 'gauge', help: string): void {
  lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
}
