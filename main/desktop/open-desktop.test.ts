import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, onTestFinished, test } from 'vitest'
import type { Client } from '../app/client.ts'
import { openDataFolder } from '../app/data-folder.ts'
import { openLibrary } from '../app/open-library.ts'
import { createFakeElectron, FakeWindow, type MenuEntry } from './fake.desktop.ts'
import { openDesktop } from './open-desktop.ts'
import { servePage } from './protocol.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('the desktop app shows the page in a sandbox, answers it over its port, and ends in order', async () => {
  const { open, pageClient, seen, folder, quit, nativeTheme } = setup()
  await open({ link: 'alcove://library' })
  const [main, quickAsk] = FakeWindow.all
  main?.emit('ready-to-show')
  const page = pageClient('app://alcove/')

  const routed = (await (await page.system.shell()).next()).value
  const settings = await page.settings.set({ theme: 'dark', quickAskShortcut: 'Taken' })
  const version = await page.system.version()
  const away = await page.system.openExternal({ url: 'https://example.com/paper' })
  const hidden = await page.system.openExternal({ url: 'file:///etc/passwd' }).catch(() => 'refused')
  const holds = existsSync(join(folder.root, 'lock.json'))
  const code = await quit()

  expect(FakeWindow.all.map(({ address, options }) => [address, options['webPreferences']])).toEqual(
    ['app://alcove/', 'app://alcove/#/quick-ask'].map((address) => [
      address,
      expect.objectContaining({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false }),
    ]),
  )
  expect({
    visible: [main?.visible, quickAsk?.visible],
    routed,
    theme: [settings.theme, nativeTheme.themeSource],
    shortcut: [[...seen.keys.keys()], seen.tray[0]?.label, seen.tooltip],
    version: version.version,
    left: [away, hidden, seen.external],
    holds,
    code,
    released: existsSync(join(folder.root, 'lock.json')),
  }).toEqual({
    visible: [true, false],
    routed: { type: 'open', route: '/library' },
    theme: ['dark', 'dark'],
    shortcut: [[], 'Shortcut refused…', expect.stringContaining('did not give Alcove the shortcut Taken')],
    version: '0.1.0',
    left: [{ opened: true }, { opened: false }, ['https://example.com/paper']],
    holds: true,
    code: 0,
    released: false,
  })
})

test('a closed window is kept for later, and tray, menu, links and the shortcut bring Alcove back where they say', async () => {
  const { app, open, pageClient, seen, clickTray, quit } = setup()
  await open()
  const [main, quickAsk] = FakeWindow.all
  const page = pageClient('app://alcove/')
  const events = await page.system.shell()
  const next = async () => (await events.next()).value
  const heard: unknown[] = []

  const closed = [main?.cross(), main?.visible]
  app.emit('second-instance', {}, ['electron', 'alcove://settings/models'], '/', {})
  heard.push(await next(), main?.visible)
  seen.tray.find(({ label }) => label === 'Library')?.click?.()
  heard.push(await next())
  entry(seen.menu, 'Models')?.click?.()
  heard.push(await next())
  app.emit('open-url', { preventDefault: () => {} }, 'alcove://delete')
  if (main) main.minimized = true
  clickTray()
  heard.push(await next(), main?.minimized)
  seen.keys.get('CommandOrControl+Shift+Space')?.()
  heard.push(await next(), quickAsk?.visible)
  await quit()

  expect({ closed, heard }).toEqual({
    closed: ['kept', false],
    heard: [
      { type: 'open', route: '/settings/models' },
      true,
      { type: 'open', route: '/library' },
      { type: 'open', route: '/models' },
      { type: 'open', route: '/' },
      false,
      { type: 'focus-question' },
      true,
    ],
  })
})

test('a port is answered for the page in the top frame of a window and closed for everyone else', async () => {
  const { ipcMain, open, quit } = setup()
  await open()
  const closed = await Promise.all(
    [{ url: 'https://example.com/', parent: null }, { url: 'app://alcove/', parent: {} }, null].map((senderFrame) => {
      const { port1, port2 } = new MessageChannel()
      const gone = new Promise((resolve) => port1.once('close', () => resolve('closed')))
      ipcMain.emit('alcove:port', { senderFrame, ports: [port2] })
      return gone
    }),
  )
  ipcMain.emit('alcove:port', { senderFrame: null, ports: [] })
  await quit()

  expect(closed).toEqual(['closed', 'closed', 'closed'])
})

test('the page is served with its policy, and nothing beside it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-page-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  let serve: (request: Request) => Promise<Response> = async () => new Response()
  servePage(
    { handle: (_, handler) => void (serve = async (request) => handler(request)) },
    { folder, contentSecurityPolicy: "default-src 'none'" },
  )

  const page = await serve(new Request('app://alcove/'))
  const others = ['app://alcove/missing.js', 'app://alcove/..%2f..%2fetc/passwd', 'app://other/index.html']
  const refused = await Promise.all([
    ...others.map((url) => serve(new Request(url))),
    serve(new Request('app://alcove/', { method: 'POST' })),
  ])

  expect({ body: await page.text(), headers: Object.fromEntries(page.headers) }).toMatchObject({
    body: '<!doctype html>',
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
  })
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404])
})

test('a library that another process holds is not touched: its page opens in the browser when that is wished', async () => {
  const { open, seen, answers, folder, ended } = setup()
  const holder = await openLibrary({ data: folder.root, from: root })
  if (!holder.ok || !holder.value.held) throw new Error('The library could not be held')
  const { server, close } = holder.value
  answers.push(1, 0)

  await open()

  const code = await ended
  await close()
  expect({ code, dialogs: seen.dialogs.length, external: seen.external, windows: FakeWindow.all }).toEqual({
    code: 0,
    dialogs: 2,
    external: [expect.stringMatching(new RegExp(`^${server.url}/\\?token=`))],
    windows: [],
  })
})

test('a damaged library is told with what to do, and opened once that was done', async () => {
  const { open, seen, answers, folder, ended } = setup()
  writeFileSync(folder.database, 'this was a library once '.repeat(400))
  answers.push(0, 1)

  await open()

  const code = await ended
  expect({ code, dialogs: seen.dialogs, kept: readFileSync(folder.database, 'utf8').slice(0, 8) }).toMatchObject({
    code: 0,
    dialogs: [{ detail: expect.stringContaining('damaged') }, { detail: expect.stringContaining('repair --salvage') }],
    kept: 'this was',
  })
})

function entry(menu: readonly MenuEntry[], label: string) {
  return menu.flatMap(({ submenu }) => submenu ?? []).find((one) => one.label === label)
}

function setup() {
  const path = mkdtempSync(join(tmpdir(), 'alcove-desktop-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  const opened = openDataFolder(join(path, 'data'))
  if (!opened.ok) throw new Error(opened.failure.message)
  const fake = createFakeElectron(root)
  const ports: MessagePort[] = []
  return { ...fake, folder: opened.value, open, pageClient, quit }

  function open({ link = null }: { readonly link?: string | null } = {}) {
    if (!opened.ok) throw new Error(opened.failure.message)
    return openDesktop(fake.electron, { folder: opened.value, minimized: false, link })
  }

  /** What the page of a window at this address would call. */
  function pageClient(url: string): Client {
    const { port1, port2 } = new MessageChannel()
    ports.push(port1)
    fake.ipcMain.emit('alcove:port', { senderFrame: { url, parent: null }, ports: [port2] })
    port1.start()
    return createORPCClient<Client>(new RPCLink({ port: port1 }))
  }

  function quit() {
    for (const port of ports) port.close()
    fake.app.quit()
    return fake.ended
  }
}
