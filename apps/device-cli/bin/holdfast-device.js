#!/usr/bin/env node
import { keepCompiled } from '../src/compile-cache.js'
import { launch } from '../../../tools/launcher.js'

keepCompiled('holdfast-device')
await launch(new URL('../src/main.ts', import.meta.url), process.argv.slice(2))
