import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createInstaller, type InstallingUpdater } from './installer.ts'

interface FileProvider {
  getLatestVersion(): Promise<{ readonly version: string; readonly sha512: string }>
  resolveFiles(): readonly { readonly url: URL }[]
}

test('electron-updater gets the proved file and no address, may not go back, and installs once everything is closed', async () => {
  const { installer, update, seen } = setup()

  await installer.install(update)

  expect(seen).toMatchObject({
    order: ['look', 'take', 'leave', 'quit'],
    downgrade: false,
    byItself: [false, false],
    offered: { version: '0.2.0', sha512: update.file.sha512 },
    from: 'file:',
    taken: 'the newer Alcove',
    config: { provider: 'custom', updaterCacheDirName: 'alcove-updater' },
  })
})

test('nothing is ended when another file was taken, or none', async () => {
  const other = setup({ takes: 'something else' })
  const none = setup({ available: false })

  await expect(other.installer.install(other.update)).rejects.toThrow('Another file was taken')
  await expect(none.installer.install(none.update)).rejects.toThrow('does not take this version')

  expect([other.seen.order, none.seen.order]).toEqual([['look', 'take'], ['look']])
})

test('each system has its own kind of package, and the file that ships names no server by itself', () => {
  const shipped = fileURLToPath(new URL('../../resources/updates.json', import.meta.url))
  const kinds = (['win32', 'darwin', 'linux'] as const).map((platform) => setup({ platform }).installer.kind)
  const deb = setup({ platform: 'linux', packageType: 'deb' }).installer.kind

  expect([...kinds, deb]).toEqual(['exe', 'zip', 'AppImage', 'deb'])
  expect(JSON.parse(readFileSync(shipped, 'utf8'))).toEqual({ address: null, channel: 'stable', keys: [] })
  expect(() => setup({ address: 'http://updates.example.invalid/' })).toThrow('Invalid')
})

interface Setup {
  readonly takes?: string
  readonly available?: boolean
  readonly platform?: NodeJS.Platform
  readonly packageType?: string
  readonly address?: string | null
}

function setup({ takes, available = true, platform = 'linux', packageType, address = null }: Setup = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-installer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const content = 'the newer Alcove'
  const path = join(folder, 'Alcove.AppImage')
  writeFileSync(path, content)
  writeFileSync(join(folder, 'updates.json'), JSON.stringify({ address, channel: 'stable', keys: [] }))
  if (packageType) writeFileSync(join(folder, 'package-type'), packageType)
  const seen: Record<string, unknown> & { order: string[] } = { order: [] }
  const taken = join(folder, 'taken')
  mkdirSync(taken)
  let provider: FileProvider | null = null
  const updater = {
    updateConfigPath: null as string | null,
    setFeedURL: ({ updateProvider }: { readonly updateProvider: new () => FileProvider }) => {
      provider = new updateProvider()
    },
    checkForUpdates: async () => {
      seen.order.push('look')
      seen['offered'] = await provider?.getLatestVersion()
      seen['from'] = provider?.resolveFiles()[0]?.url.protocol
      seen['config'] = JSON.parse(readFileSync(updater.updateConfigPath ?? '', 'utf8'))
      return { isUpdateAvailable: available }
    },
    downloadUpdate: async () => {
      seen.order.push('take')
      seen['downgrade'] = Reflect.get(updater, 'allowDowngrade')
      seen['byItself'] = [Reflect.get(updater, 'autoDownload'), Reflect.get(updater, 'autoInstallOnAppQuit')]
      const executor: { download(url: URL, to: string): Promise<void> } = Reflect.get(updater, 'httpExecutor')
      const to = join(taken, 'Alcove.AppImage')
      await executor.download(new URL('file:///x'), to)
      if (takes) writeFileSync(to, takes)
      seen['taken'] = readFileSync(to, 'utf8')
      return [to]
    },
    quitAndInstall: () => void seen.order.push('quit'),
  }
  const installer = createInstaller({
    // The part of electron-updater that is used, without what its types know beyond that.
    load: async () => updater as unknown as InstallingUpdater,
    file: join(folder, 'updates.json'),
    folder: join(folder, 'updates'),
    resourcesPath: folder,
    platform,
    arch: 'x64',
    leave: async () => void seen.order.push('leave'),
  })
  const sha512 = createHash('sha512').update(content).digest('base64')
  const file = { name: 'Alcove.AppImage', platform: 'linux', arch: 'x64', kind: 'AppImage', bytes: 16, sha512 } as const
  return { installer, seen, update: { path, file, version: '0.2.0' } }
}
