import type * as electron from 'electron'
import type { App } from '../app/compose.ts'
import type { DataFolder } from '../app/data-folder.ts'
import { createSession, type LibrarySession } from '../app/library-session.ts'
import { type Opened, openOrWait } from '../app/open-library.ts'
import type { Shell } from '../app/shell.ts'
import type { Outside } from './outside.ts'
import type { PortsAnswered } from './ports.ts'
import { tellHeldElsewhere, tellStartFailure } from './start-failure.ts'

type Held = Extract<Opened, { held: true }>

export interface LibraryLoopDeps {
  readonly folder: DataFolder
  readonly shell: Shell
  readonly dialog: electron.Dialog
  readonly outside: Outside
  readonly ports: PortsAnswered
  /** Told each time the library is open. */
  readonly onOpen: (app: App) => Promise<void>
  /** Told each time it is encrypted and waits for a person. */
  readonly onClosed: () => void
}

/** Keeps the library open for the windows of this process, and opens it anew whenever it was closed on purpose. */
export function createLibraryLoop(deps: LibraryLoopDeps) {
  const { folder, dialog, outside, ports, onOpen, onClosed } = deps
  const session = createSession()
  let present: Held | null = null
  let server: Held['server']['identity'] | undefined
  let ended = false
  return { run, close }

  /** Opens it, and resolves when it is open or waits for a person; false: the person does without. `onEnd` is told when that comes later. */
  async function run(onEnd: () => void): Promise<boolean> {
    const { promise: again, resolve: restart } = Promise.withResolvers<void>()
    const shell: Shell = { ...deps.shell, restart, onClosed: (router) => ports.answer({ router, report: () => {} }) }
    const opened = await openOrAsk({ dialog, outside }, { folder, shell, session, server })
    if (!opened) return false
    present = opened
    server = opened.server.identity
    if (opened.closed) onClosed()
    else {
      ports.answer(opened.app)
      await onOpen(opened.app)
    }
    const left = opened.closed ? Promise.race([opened.unlocked, again]) : again
    void left.then(async () => {
      ports.cut()
      await opened.close()
      if (!ended && !(await run(onEnd))) onEnd()
    })
    return true
  }

  async function close(): Promise<void> {
    ended = true
    await present?.close()
  }
}

interface Surroundings {
  readonly dialog: electron.Dialog
  readonly outside: Outside
}

interface Wanted {
  readonly folder: DataFolder
  readonly shell: Shell
  readonly session: LibrarySession
  readonly server: Held['server']['identity'] | undefined
}

async function openOrAsk(
  { dialog, outside }: Surroundings,
  { folder, shell, session, server }: Wanted,
): Promise<Held | null> {
  for (;;) {
    const opened = await openOrWait({ data: folder.root, from: folder.root, shell, session, server })
    if (!opened.ok) {
      if (await tellStartFailure(dialog, opened.failure)) continue
      return null
    }
    if (opened.value.held) return opened.value
    const wish = await tellHeldElsewhere(dialog, opened.value.holder.pid)
    const address = wish === 'open-in-browser' ? await opened.value.pageAddress() : null
    await opened.value.close()
    if (address) outside.openOwnPage(address)
    if (wish !== 'try-again') return null
  }
}
