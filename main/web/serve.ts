import { parseArgs } from 'node:util'
import { sentenceForStart } from '#contract/system.sentences'
import { startFromCompiled } from '../app/compile-cache.ts'
import type { Opened } from '../app/open-library.ts'
import { type RecoveryPlace, serve } from '../app/serve.ts'
import { stopSignal } from '../app/stop-signal.ts'
import { openAddress, openWindow } from './browser.ts'

startFromCompiled()

// What `npm start` runs where there is no desktop app: the same interface in the browser.
const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  allowPositionals: true,
})
const say = (text: string) => process.stdout.write(`${text}\n`)

const served = await serve({
  data: values.data,
  from: process.env.INIT_CWD || process.cwd(),
  port: Number(values.port ?? 0),
  page: process.env.ALCOVE_PAGE ?? null,
  shell: { openAddress },
  signal: stopSignal(),
  announce,
  announceRecovery,
})
if (!served.ok) {
  process.stderr.write(`${sentenceForStart(served.failure)}\n`)
  process.exitCode = 1
}

async function announceRecovery(server: RecoveryPlace) {
  const address = server.pageAddress()
  say(`\n  The library is damaged. It was left as it is; choose on this page what to do:  ${address}\n`)
  if (!values['no-open'] && (await openWindow(address))) say('  It was opened in your browser. Ctrl+C ends Alcove.')
}

async function announce(opened: Opened) {
  const address = opened.held ? opened.server.pageAddress() : await opened.pageAddress()
  if (!address) return
  if (!opened.held) say(`Alcove is open already (process ${opened.holder.pid}); this is its page.`)
  say(`\n  Alcove is at  ${address}\n`)
  if (!values['no-open'] && (await openWindow(address))) {
    say('  It was opened in your browser. The link works once; Ctrl+C ends Alcove.')
  } else {
    say('  Open this link in a browser on this machine. It works once; Ctrl+C ends Alcove.')
  }
}
