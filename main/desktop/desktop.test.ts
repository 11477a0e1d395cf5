import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { deepLinkIn, routeOf } from './deep-link.ts'
import { createFakeApp, createFakeContents, createFakeQuickAskParts, createFakeSafeStorage } from './fake.electron.ts'
import { createKeychain } from './keychain.ts'
import { lockDown } from './lock-down.ts'
import { fileOf, isOwnPage } from './page-address.ts'
import { createQuickAsk } from './quick-ask.ts'
import { readArguments } from './read-arguments.ts'
import { trayMenu } from './tray.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

const display = { x: 0, y: 0, width: 1_920, height: 1_080 }

test('a window stays on the page, opens no other, and has no permission but to copy and to hear', () => {
  const left: string[] = []
  const fake = createFakeApp()
  const contents = createFakeContents()
  const inside: string[] = []
  const parts = fake as never as Pick<Parameters<typeof lockDown>[0], 'app' | 'session'>
  lockDown({ ...parts, openExternal: (url) => left.push(url), openInside: (route) => inside.push(route) })
  fake.show(contents)
  const addresses = [
    'https://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://other/',
    'data:text/html,x',
  ]

  expect({
    page: contents.emit('will-navigate', 'app://alcove/#/library'),
    elsewhere: addresses.map((url) =>
      ['will-navigate', 'will-frame-navigate', 'will-redirect'].every((name) => contents.emit(name, url)),
    ),
    webview: contents.emit('will-attach-webview', ''),
    windows: ['https://example.com/source', 'app://alcove/#/c/1'].map((url) => contents.open(url)),
    left,
    inside,
    permissions: ['geolocation', 'notifications', 'openExternal', 'clipboard-read'].map((name) =>
      fake.allows('request', name),
    ),
    checks: ['geolocation', 'usb'].map((name) => fake.allows('check', name)),
    devices: fake.allows('device', ''),
    copy: fake.allows('request', 'clipboard-sanitized-write'),
  }).toEqual({
    page: false,
    elsewhere: addresses.map(() => true),
    webview: true,
    windows: ['deny', 'deny'],
    left: ['https://example.com/source'],
    inside: ['/c/1'],
    permissions: [false, false, false, false],
    checks: [false, false],
    devices: false,
    copy: true,
  })
})

test('the microphone is for the page itself alone; pictures, both at once, frames and other origins are refused', () => {
  const fake = createFakeApp()
  const parts = fake as never as Pick<Parameters<typeof lockDown>[0], 'app' | 'session'>
  lockDown({ ...parts, openExternal: () => {}, openInside: () => {} })
  const refused: readonly Parameters<typeof fake.allows>[2][] = [
    { mediaTypes: ['video'] },
    { mediaTypes: ['audio', 'video'] },
    { mediaTypes: [] },
    { isMainFrame: false },
    { url: 'app://other/' },
    { url: 'https://alcove/' },
    { url: 'http://127.0.0.1:4100/' },
    { url: 'null' },
    { url: '' },
  ]

  expect({
    hears: ['request', 'check'].map((kind) => fake.allows(kind, 'media')),
    page: fake.allows('request', 'media', { url: 'app://alcove/index.html#/c/1' }),
    refused: refused.flatMap((asked) => ['request', 'check'].map((kind) => fake.allows(kind, 'media', asked))),
    others: ['display-capture', 'speaker-selection'].map((name) => fake.allows('request', name)),
    devices: fake.allows('device', ''),
  }).toEqual({
    hears: [true, true],
    page: true,
    refused: refused.flatMap(() => [false, false]),
    others: [false, false],
    devices: false,
  })
})

test('an app:// address never stands for a file outside the page', () => {
  const inside = ['app://alcove/', 'app://alcove/assets/a.js', 'app://alcove/a%20b.txt'].map((url) =>
    fileOf(url, '/page'),
  )
  const outside = [
    'app://alcove/..%2f..%2fetc/passwd',
    'app://alcove/%2e%2e/%2e%2e/etc/passwd',
    'app://alcove/%252e%252e%252fsecret',
    'app://alcove/..%5c..%5csecret',
    'app://alcove/a%00.js',
    'app://alcove/C:/secret',
    'app://alcove/%ff',
    'app://other/index.html',
    'app://user@alcove/index.html',
    'app://alcove:1/index.html',
    'file:///page/index.html',
    'nonsense',
  ].map((url) => fileOf(url, '/page'))

  expect({ inside, outside: outside.filter((file) => file !== null && !file.startsWith('/page/')) }).toEqual({
    inside: ['/page/index.html', '/page/assets/a.js', '/page/a b.txt'],
    outside: [],
  })
  expect(['app://alcove/#/c/1', 'https://alcove/', 'app://alcove.example/'].map(isOwnPage)).toEqual([
    true,
    false,
    false,
  ])
})

test('deep links navigate to known pages and nowhere else', () => {
  const id = '01a1fc5b-72bf-71e9-a4da-975787d22a33'
  const good = ['alcove://', 'alcove://library', 'alcove://settings/models', `alcove://c/${id}`, 'alcove://ask']
  const bad = [
    'alcove://delete',
    'alcove://settings/A1!',
    'https://example.com',
    'alcove://c/1?run=1',
    `alcove://${'a'.repeat(600)}`,
  ]

  expect([good.map(routeOf), bad.map(routeOf), deepLinkIn(['electron', '.', 'alcove://library'])]).toEqual([
    ['/', '/library', '/settings/models', `/c/${id}`, '/'],
    [null, null, null, null, null],
    'alcove://library',
  ])
})

test('a secret is kept encrypted by the keychain that made it, and only until quit where there is none', async () => {
  const file = join(folder(), 'secrets.json')
  const wallet = createKeychain({ storage: createFakeSafeStorage('kwallet6'), platform: 'linux', file })
  const kept = await wallet.set('key', 'sk-canary')
  const again = await createKeychain({ storage: createFakeSafeStorage('kwallet6'), platform: 'linux', file }).get('key')
  const moved = await createKeychain({
    storage: createFakeSafeStorage('gnome_libsecret'),
    platform: 'linux',
    file,
  }).get('key')
  const stored = readFileSync(file, 'utf8')
  const forgotten = await wallet.set('key', null)
  const basicFile = join(folder(), 'secrets.json')
  const basic = createKeychain({ storage: createFakeSafeStorage('basic_text'), platform: 'linux', file: basicFile })
  const basicKept = await basic.set('key', 'sk-canary')

  expect({ kept, again, moved, clear: stored.includes('sk-canary'), forgotten, gone: await wallet.get('key') }).toEqual(
    {
      kept: 'keychain',
      again: 'sk-canary',
      moved: null,
      clear: false,
      forgotten: 'forgotten',
      gone: null,
    },
  )
  expect([basicKept, await basic.get('key')]).toEqual(['until-quit', 'sk-canary'])
})

test('the shortcut shows the window over the active display and hides it; so do a click elsewhere and its own close', () => {
  const fake = createFakeQuickAskParts()
  let focusGivenBack = 0
  let questions = 0
  const quickAsk = createQuickAsk({
    ...fake,
    open: () => fake.window as never,
    giveBackFocus: () => void (focusGivenBack += 1),
    focusQuestion: () => void (questions += 1),
  } as never)
  const refused = quickAsk.bind('Control+Space')

  fake.press('Control+Space')
  const shown = fake.seen()
  fake.press('Control+Space')
  const hidden = fake.seen().visible
  quickAsk.toggle()
  fake.clickElsewhere()
  quickAsk.toggle()
  fake.closeItself()
  quickAsk.bind('Alt+Space')

  expect({ refused, shown, hidden, after: fake.seen(), focusGivenBack, questions }).toMatchObject({
    refused: null,
    shown: { visible: true, bounds: { x: 2_560, y: 120, width: 640, height: 480 }, keys: ['Control+Space'] },
    hidden: false,
    after: { visible: false, keys: ['Alt+Space'] },
    focusGivenBack: 3,
    questions: 3,
  })
})

test('a refused shortcut is explained, and what remains is named', () => {
  const fake = createFakeQuickAskParts({ refuses: ['Control+Space'] })
  const quickAsk = createQuickAsk({
    ...fake,
    open: () => fake.window,
    giveBackFocus: () => {},
    focusQuestion: () => {},
  } as never)

  expect([quickAsk.bind('Control+Space'), quickAsk.bind('nonsense'), quickAsk.bind('')]).toEqual([
    expect.stringContaining('tray icon and `alcove ask`'),
    expect.stringContaining('nonsense'),
    null,
  ])
})

test('a window opens where it stood, or centred when that place is gone or was never kept', () => {
  const file = join(folder(), 'window.json')
  const fresh = readWindowState(file, [display])
  writeWindowState(file, { x: 100, y: 50, width: 900, height: 700, maximized: true })
  const kept = readWindowState(file, [display])
  const gone = readWindowState(file, [{ ...display, x: 5_000 }])

  expect({ fresh, kept, gone }).toEqual({
    fresh: { x: 340, y: 120, width: 1_240, height: 840, maximized: false },
    kept: { x: 100, y: 50, width: 900, height: 700, maximized: true },
    gone: { x: 5_340, y: 120, width: 1_240, height: 840, maximized: false },
  })
})

test('arguments and tray say what they should', () => {
  const actions = { ask: () => {}, open: () => {}, quit: () => {} }

  expect({
    arguments: [
      readArguments(['electron', '.', '--data', '/d', '--minimized']),
      readArguments(['alcove', '--data=/e']),
    ],
    tray: trayMenu(actions, 'Control+Space').flatMap(({ label }) => label ?? []),
  }).toMatchObject({
    arguments: [
      { data: '/d', minimized: true },
      { data: '/e', minimized: false },
    ],
    tray: ['Quick Ask', 'Open Alcove', 'Library', 'Settings', 'Quit Alcove'],
  })
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'alcove-desktop-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}
