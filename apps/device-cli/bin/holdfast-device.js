#!/usr/bin/env node
import { launch } from '../../../tools/launcher.js'

await launch(new URL('../src/main.ts', import.meta.url), process.argv.slice(2), 'holdfast-device')
