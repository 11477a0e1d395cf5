import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AppUpdater } from 'electron-updater'
import { z } from 'zod'
import { type ProvedUpdate, type ReleaseFile, ReleaseKey, type Updater } from '../app/updater.ts'

/** What of electron-updater installs: the rest of it, which looks and fetches by itself, is never used. */
export type InstallingUpdater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'disableDifferentialDownload'
  | 'disableWebInstaller'
  | 'logger'
  | 'setFeedURL'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
> & { updateConfigPath: string | null }

export interface InstallerParts {
  /** Loads electron-updater, which reaches for Electron at once. */
  readonly load: () => Promise<InstallingUpdater>
  /** `resources/updates.json` of this copy. */
  readonly file: string
  /** Keeps what electron-updater needs to know. */
  readonly folder: string
  /** Where the packager says what kind of package this is (Linux). */
  readonly resourcesPath: string
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Ends the library and whatever would keep Alcove from ending. */
  readonly leave: () => Promise<void>
}

const Shipped = z.object({
  address: z.url({ protocol: /^https$/ }).nullable(),
  channel: z.string().regex(/^[a-z]{1,20}$/),
  keys: z.array(ReleaseKey),
  /** Names in the certificate of Windows installers; electron-updater checks them as well. */
  publisherName: z.array(z.string()).optional(),
})

/** Installs proved files with electron-updater, which is given the file and never an address. */
export function createInstaller(parts: InstallerParts): Updater {
  const { platform, arch, resourcesPath } = parts
  const { publisherName, ...shipped } = Shipped.parse(JSON.parse(readFileSync(parts.file, 'utf8')))
  return { ...shipped, platform, arch, kind: kindOf(platform, resourcesPath), install }

  async function install(update: ProvedUpdate): Promise<void> {
    const updater = await parts.load()
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 })
    const config = join(parts.folder, 'app-update.yml')
    // JSON is YAML, too.
    writeFileSync(config, JSON.stringify({ provider: 'custom', updaterCacheDirName: 'alcove-updater', publisherName }))
    updater.updateConfigPath = config
    updater.logger = null
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = false
    updater.allowDowngrade = false
    updater.disableDifferentialDownload = true
    updater.disableWebInstaller = true
    updater.setFeedURL({ provider: 'custom', updateProvider: fileProvider(update) as never })
    // Not declared in its types: what it would fetch with. It copies the proved file instead, and checks its hash once more.
    Object.assign(updater, { httpExecutor: { download: async (_: URL, to: string) => copyFileSync(update.path, to) } })
    const looked = await updater.checkForUpdates()
    if (!looked?.isUpdateAvailable) throw new Error('The system’s updater does not take this version')
    const [taken] = await updater.downloadUpdate()
    if (!taken || !readFileSync(taken).equals(readFileSync(update.path))) throw new Error('Another file was taken')
    await parts.leave()
    updater.quitAndInstall(false, true)
  }
}

/** Tells electron-updater of one file and nothing else. */
function fileProvider({ path, file, version }: ProvedUpdate) {
  const info = { url: file.name, sha512: file.sha512, size: file.bytes }
  return class {
    readonly isUseMultipleRangeRequest = false
    readonly fileExtraDownloadHeaders = null
    setRequestHeaders() {}
    async getLatestVersion() {
      return { version, files: [info], path: file.name, sha512: file.sha512, releaseDate: '' }
    }
    resolveFiles() {
      return [{ url: pathToFileURL(path), info }]
    }
  }
}

function kindOf(platform: NodeJS.Platform, resourcesPath: string): ReleaseFile['kind'] {
  if (platform === 'win32') return 'exe'
  if (platform === 'darwin') return 'zip'
  const told = join(resourcesPath, 'package-type')
  return existsSync(told) && readFileSync(told, 'utf8').trim() === 'deb' ? 'deb' : 'AppImage'
}
