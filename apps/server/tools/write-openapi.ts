// Writes apps/server/openapi.json from the contract; with --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatOpenApi } from '../src/http/openapi.ts'

const path = fileURLToPath(new URL('../openapi.json', import.meta.url))
const document = await formatOpenApi()

if (!process.argv.includes('--check')) writeFileSync(path, document)
else if (readFileSync(path, 'utf8') !== document) {
  console.error(
    'apps/server/openapi.json is out of date: run node tools/launcher.js apps/server/tools/write-openapi.ts',
  )
  process.exitCode = 1
}
