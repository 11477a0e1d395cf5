import { readFileSync } from 'node:fs'

/** Where a payload that works would leave a trace: no such server is there, and no request to it may ever be tried. */
export const evil = 'evil.example'

/** Markdown and HTML that try to run, to load or to lead away; `x` in each is the one sign of a script that ran. */
export const payloads: readonly string[] = JSON.parse(
  readFileSync(new URL('../fixtures/hostile-payloads.json', import.meta.url), 'utf8'),
)
