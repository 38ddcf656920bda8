// Whether the pages are true as far as a program can tell: links, citations, codes, dependencies, both READMEs, rooms.
import { refusalNumbers, supportFacts, type RefusalCode } from '@holdfast/lease'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isProgram, printComplaints, type Complaint } from './complaint.ts'
import { findWrongCitations } from './docs-citations.ts'
import { findWrongDependencies } from './docs-dependencies.ts'
import { findWrongCodes, type ListedCode } from './docs-errors.ts'
import { findBrokenLinks, findMissingPaths } from './docs-links.ts'
import { findDifferentFences } from './docs-readmes.ts'
import { composed, listEmittedFacts } from './refusal-facts.ts'
import { parseRooms } from './rooms.ts'
import { listFiles, projectRoot, readSources, readTexts, type SourceFile } from './source-files.ts'

function findUntruths(root: string): Complaint[] {
  const paths = listFiles(root)
  const pages = readTexts(root, paths).filter((file) => file.path.endsWith('.md'))
  const sources = readSources(root, paths)
  const read = (path: string): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') })
  const manifests = paths.filter((path) => /(?:^|\/)package\.json$/.test(path))
  return [
    ...findBrokenLinks(pages, paths),
    ...findMissingPaths(pages, paths),
    ...findWrongCitations(sources, pages),
    ...findWrongCodes(read('docs/errors.md'), listCodes(sources)),
    ...findWrongDependencies(manifests.map(read), read('package-lock.json'), read('docs/dependencies.md')),
    ...findDifferentFences(read('README.md'), read('README.zh-CN.md')),
    ...findMissingRooms(read('ARCHITECTURE.md'), manifests),
  ]
}

function listCodes(sources: readonly SourceFile[]): ListedCode[] {
  const emitted = listEmittedFacts(sources).filter(({ fact }) => fact !== composed)
  return (Object.keys(refusalNumbers) as RefusalCode[]).map((code) => ({
    code,
    number: refusalNumbers[code],
    supportFact: supportFacts[code]?.fact ?? null,
    facts: [...new Set(emitted.filter((other) => other.code === code).map(({ fact }) => fact))],
  }))
}

function findMissingRooms(architecture: SourceFile, manifests: readonly string[]): Complaint[] {
  const rooms = parseRooms(architecture.text).map((room) => `${room.path}/package.json`)
  return manifests
    .filter((path) => path !== 'package.json' && !rooms.includes(path))
    .map((path) => ({
      path: architecture.path,
      line: 0,
      message: `the table of rooms has no row for ${path}`,
    }))
}

if (isProgram(fileURLToPath(import.meta.url))) printComplaints('docs', findUntruths(projectRoot))
