// What no other check sees: lengths, names, ambient time that lint cannot express, traces of somebody's machine, the lock file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isProgram, printComplaints, type Complaint } from './complaint.ts'
import { listFiles, projectRoot, readSources, readTexts } from './source-files.ts'
import { findAmbience } from './tidy-ambience.ts'
import { findLongParts, parseRatchet } from './tidy-lengths.ts'
import { findLockFaults } from './tidy-lock.ts'
import { findBannedNames, findBannedPaths } from './tidy-names.ts'
import { findSkippedTests } from './tidy-tests.ts'
import { findTraces } from './tidy-traces.ts'

function findUntidiness(root: string): Complaint[] {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  const paths = listFiles(root)
  const sources = readSources(root, paths)
  return [
    ...findLongParts(sources, parseRatchet(read('tools/tidy-ratchet.json'))),
    ...findBannedPaths(paths),
    ...sources.flatMap(findBannedNames),
    ...sources.flatMap(findAmbience),
    ...sources.flatMap(findSkippedTests),
    ...readTexts(root, paths).flatMap(findTraces),
    ...findLockFaults(read('package-lock.json')),
  ]
}

if (isProgram(fileURLToPath(import.meta.url))) printComplaints('tidy', findUntidiness(projectRoot))
