import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checks, runCheck } from './checks.mjs'

// `npm run lint` and its like: the checks named, or all of them.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks)
let passed = true
for (const name of names) passed = (await runCheck(root, name)) && passed
process.exitCode = passed ? 0 : 1
