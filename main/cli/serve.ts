import { sentenceForStart } from '#contract/system.sentences'
import type { Opened } from '../app/open-library.ts'
import { type RecoveryPlace, serve } from '../app/serve.ts'
import type { Context } from './context.ts'

/** `alcove serve`: serves page and HTTP API until stopped, or stands by while another process does. */
export async function serveCommand(context: Context, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { json, data, from, signal, printJson, print, say, fail } = context
  let announced = false
  const served = await serve({
    data,
    from,
    port: Number(options.port),
    page: process.env.ALCOVE_PAGE ?? null,
    signal,
    announce,
    announceRecovery,
    readOnly: options.readOnly === true,
  })
  return served.ok ? 0 : fail(served.failure, sentenceForStart(served.failure))

  async function announce(opened: Opened) {
    if (json && !announced)
      printJson(opened.held ? { url: opened.server.url, token: opened.server.key } : await handed(opened))
    announced = true
    const address = opened.held ? opened.server.pageAddress() : await opened.pageAddress()
    if (json || !address) return
    if (!opened.held) say(`Another Alcove process (${opened.holder.pid}) serves this library.`)
    print(`Alcove is at ${address}`)
    say('The link opens one page, once. Ctrl+C ends.')
  }

  /** The library is damaged: what becomes of it is chosen on a page, which then is that of the library. */
  function announceRecovery(server: RecoveryPlace) {
    if (json && !announced) printJson({ url: server.url, token: server.key, recovery: true })
    announced = true
    if (json) return
    say('The library is damaged. It was left as it is; choose on this page what to do.')
    print(`Alcove is at ${server.pageAddress()}`)
    say('The link opens one page, once. Ctrl+C ends.')
  }

  async function handed(opened: Extract<Opened, { held: false }>) {
    return { url: opened.holder.url, token: opened.holder.token }
  }
}
