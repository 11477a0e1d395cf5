import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import type { Client } from '../../main/app/client.ts'
import { openDataFolder } from '../../main/app/data-folder.ts'
import { deepLinkIn, routeOf } from '../../main/desktop/deep-link.ts'
import { createFakeElectron, FakeWindow } from '../../main/desktop/fake.desktop.ts'
import { createFakeApp, createFakeContents } from '../../main/desktop/fake.electron.ts'
import { lockDown } from '../../main/desktop/lock-down.ts'
import { openDesktop } from '../../main/desktop/open-desktop.ts'
import { createOutside } from '../../main/desktop/outside.ts'
import { report, seed, times } from './fault-run.ts'
import { hostileLinks, refusedInSpite, schemes, writingsOf } from './hostile-addresses.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const known = /^\/$|^\/(library|search|models|settings)$|^\/settings\/[a-z-]{1,40}$|^\/c\/[0-9a-f-]{36}$/

/** What Electron asks on behalf of pages; the microphone is asked for by dictation alone and has a test of its own. */
const permissions = [
  ...['clipboard-read', 'display-capture', 'mediaKeySystem', 'geolocation', 'notifications', 'midi', 'midiSysex'],
  ...['pointerLock', 'fullscreen', 'openExternal', 'window-management', 'unknown', 'keyboardLock', 'idle-detection'],
  ...[
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'sensors',
  ],
  ...['accessibility-events', 'background-sync', 'payment-handler', 'deprecated-sync-clipboard-read', 'local-fonts'],
]

test('no address but https and mailto goes to the system, no window opens, nothing is navigated to', () => {
  const { contents, left, inside } = locked()
  const hostile = [...schemes.flatMap(writingsOf), ...refusedInSpite]
  const stayed = (url: string) =>
    ['will-navigate', 'will-frame-navigate', 'will-redirect'].every((name) => contents.emit(name, url))

  const notPrevented = hostile.filter((url) => !stayed(url) && !url.trim().toLowerCase().startsWith('app://alcove'))
  const opened = hostile.filter((url) => contents.open(url) !== 'deny')
  const webviews = hostile.filter((url) => !contents.emit('will-attach-webview', url))

  report('S18 windows and addresses', {
    schemes: schemes.length,
    addresses: hostile.length,
    navigated: notPrevented.length,
    windows: opened.length,
    webviews: webviews.length,
    left: left.length,
  })
  expect({ schemes: schemes.length >= 60, notPrevented, opened, webviews, left }).toEqual({
    schemes: true,
    notPrevented: [],
    opened: [],
    webviews: [],
    left: [],
  })
  expect(inside.filter((route) => !route.startsWith('/'))).toEqual([])
})

test('what may be opened outside is opened as it was checked, and letters carry no files', () => {
  const { contents, left } = locked()

  for (const url of ['https://example.com/a b', 'HTTPS://EXAMPLE.COM', 'mailto:a@example.com?subject=Hi'])
    contents.open(url)
  const outside: string[] = []
  const ways = createOutside({ openExternal: async (url) => void outside.push(url) })
  for (const url of [
    'http://127.0.0.1:4100/?token=abc-1',
    'http://127.0.0.1:4100/',
    'http://127.0.0.1.example.com:1/?token=a',
    'http://example.com/?token=a',
    'http://127.0.0.1:4100/?token=a&b=c',
    'file:///etc/passwd',
  ])
    ways.openOwnPage(url)

  expect({ left, outside }).toEqual({
    left: ['https://example.com/a%20b', 'https://example.com/', 'mailto:a@example.com?subject=Hi'],
    outside: ['http://127.0.0.1:4100/?token=abc-1'],
  })
})

test('every permission a page can ask for is denied, and so is every device', () => {
  const { allows } = locked()

  expect({
    asked: permissions.filter((name) => allows('request', name) !== false),
    checked: permissions.filter((name) => allows('check', name) !== false),
    devices: allows('device', ''),
    many: permissions.length,
  }).toEqual({ asked: [], checked: [], devices: false, many: permissions.length })
})

test('a link of any kind navigates to a known page or does nothing', { timeout: 300_000 }, () => {
  const pieces = fc.constantFrom(
    ...['alcove:', '//', '/', '..', '%2e', '%2f', '?', '#', '&', '@', ':', ' ', '\\', '\0', '\n', '\u202e', 'library'],
    ...[
      'settings',
      'models',
      'c',
      '01a1fc5b-72bf-71e9-a4da-975787d22a33',
      'delete',
      'javascript:',
      '<script>',
      '--data',
    ],
  )
  const links = fc.oneof(
    fc.array(pieces, { maxLength: 10 }).map((list) => `alcove://${list.join('')}`),
    fc.array(pieces, { maxLength: 10 }).map((list) => list.join('')),
    fc.string({ unit: 'binary' }).map((text) => `alcove://${text}`),
  )
  const found = fc.check(
    fc.property(links, (link) => {
      const route = routeOf(link)
      return (route === null || known.test(route)) && [null, link].includes(deepLinkIn(['alcove', '--data', link]))
    }),
    { numRuns: times({ short: 5_000, full: 200_000 }), seed },
  )
  const routes = hostileLinks.map(routeOf)

  report('S17 links', { made: found.numRuns, thought: hostileLinks.length, elsewhere: found.failed ? 1 : 0 })
  expect({ counterexample: found.counterexample, routes: routes.filter((one) => one && !known.test(one)) }).toEqual({
    counterexample: null,
    routes: [],
  })
})

test('links, arguments and dropped files of other programs change nothing in a library', {
  timeout: 120_000,
}, async () => {
  const { app, fake, page, folder, quit } = await opened()
  const before = await lookOf(page, folder.root)
  const events = await page.system.shell()
  const heard: unknown[] = []

  for (const link of hostileLinks) {
    app.emit('open-url', { preventDefault: () => {} }, link)
    app.emit('second-instance', {}, ['alcove', '--no-sandbox', link, '--data', '/etc'], '/', { link })
    app.emit('second-instance', {}, [link], '/', { link: { toString: () => link } })
    app.emit('open-file', { preventDefault: () => {} }, link)
  }
  app.emit('open-url', { preventDefault: () => {} }, 'alcove://settings/about')
  for (let event = await events.next(); ; event = await events.next()) {
    heard.push(event.value)
    if (JSON.stringify(event.value).includes('/settings/about')) break
  }
  const after = await lookOf(page, folder.root)
  await quit()

  report('S17 links of other programs', { tried: hostileLinks.length * 4, heard: heard.length, executions: 0 })
  expect({ after, external: fake.seen.external, dialogs: fake.seen.dialogs, windows: FakeWindow.all.length }).toEqual({
    after: before,
    external: [],
    dialogs: [],
    windows: 2,
  })
  expect(heard.filter((event) => !isNavigation(event))).toEqual([])
})

test('no kind of file is opened with Alcove by the system', () => {
  const builder = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))

  expect([builder.fileAssociations, builder.mac?.fileAssociations, builder.win?.fileAssociations]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(builder.protocols).toEqual([{ name: 'Alcove', schemes: ['alcove'] }])
})

function isNavigation(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'route' in event && known.test(String(event.route))
}

function locked() {
  const left: string[] = []
  const inside: string[] = []
  const fake = createFakeApp()
  const contents = createFakeContents()
  const parts = fake as never as Pick<Parameters<typeof lockDown>[0], 'app' | 'session'>
  const outside = createOutside({ openExternal: async (url) => void left.push(url) })
  lockDown({ ...parts, openExternal: outside.open, openInside: (route) => inside.push(route) })
  fake.show(contents)
  return { contents, left, inside, allows: fake.allows }
}

async function opened() {
  const path = mkdtempSync(join(tmpdir(), 'alcove-desktop-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  const folder = openDataFolder(join(path, 'data'))
  if (!folder.ok) throw new Error(folder.failure.message)
  const fake = createFakeElectron(root)
  await openDesktop(fake.electron, { folder: folder.value, minimized: false, link: null })
  const { port1, port2 } = new MessageChannel()
  fake.ipcMain.emit('alcove:port', { senderFrame: { url: 'app://alcove/', parent: null }, ports: [port2] })
  port1.start()
  const page = createORPCClient<Client>(new RPCLink({ port: port1 }))
  const quit = async () => {
    port1.close()
    fake.app.quit()
    await fake.ended
  }
  return { app: fake.app, fake, page, folder: folder.value, quit }
}

/** What a person would miss or find too much. */
async function lookOf(page: Client, folder: string) {
  const [settings, state, sources] = await Promise.all([
    page.settings.get(),
    page.library.state(),
    page.library.sources(),
  ])
  return { settings, state, sources, files: namesIn(folder) }
}

/** What Alcove keeps by itself is written under another name first. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => name.replace(/\.unfinished$/, ''))
    .toSorted()
}
