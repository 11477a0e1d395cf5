import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { obtainChromium } from './chromium.mjs'
import { runEndToEnd } from './e2e-run.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const chromium = await obtainChromium()
process.exitCode = chromium ? (await runEndToEnd(root, chromium, { argv: process.argv.slice(2) })).code : 1
