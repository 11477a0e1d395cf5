import { join } from 'node:path'
import * as electron from 'electron'
import { chooseDataFolder, openDataFolder } from '../app/data-folder.ts'
import { resolveQuickly } from '../app/quick-resolve.ts'
import { deepLinkIn } from './deep-link.ts'
import { keepDumps } from './ends.ts'
import { openDesktop } from './open-desktop.ts'
import { pageScheme } from './protocol.ts'
import { readArguments } from './read-arguments.ts'
import { tellStartFailure } from './start-failure.ts'

const { app, dialog, protocol } = electron
// The desktop app: what has to happen before Electron is ready, in the order in which it has to happen.
resolveQuickly()
const { data, minimized } = readArguments(process.argv)
const from = process.env.INIT_CWD || process.cwd()
const dataFolder = openDataFolder(chooseDataFolder(data, from))

app.enableSandbox()
app.setAppUserModelId('app.alcove.Alcove')
protocol.registerSchemesAsPrivileged([pageScheme])
// Electron is not ready before this module has run to its end: nothing here may wait for it.
if (!dataFolder.ok) {
  const { failure } = dataFolder
  void app
    .whenReady()
    .then(() => tellStartFailure(dialog, failure))
    .then(() => app.exit(1))
} else {
  const folder = dataFolder.value
  const link = deepLinkIn(process.argv)
  // Chromium's own files, and so the single-instance lock, belong to the library they were used with.
  app.setPath('userData', join(folder.root, 'chromium'))
  keepDumps(electron, folder.crashes)
  if (app.requestSingleInstanceLock({ link })) {
    process.on('uncaughtException', end)
    app.setAsDefaultProtocolClient('alcove')
    void app.whenReady().then(() => openDesktop(electron, { folder, minimized, link }))
  } else {
    app.exit(0)
  }
}

function end(error: Error) {
  dialog.showErrorBox(
    'Alcove has to end',
    `${error.message}\n\nYour library is safe. The newest file in crashes/ says where it happened.`,
  )
  app.exit(1)
}
