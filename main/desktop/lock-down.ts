import type { App, Session, WebContents } from 'electron'
import { isOwnPage, routeOfPage } from './page-address.ts'

export interface LockDownDeps {
  readonly app: Pick<App, 'on'>
  readonly session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >
  /** Opens a checked address in the system's browser. */
  readonly openExternal: (url: string) => void
  /** Shows a route of the page in the main window. */
  readonly openInside: (route: string) => void
}

/** Keeps every window on Alcove's page: no other address, no new windows, no web views, no permissions. */
export function lockDown({ app, session, ...ways }: LockDownDeps): void {
  app.on('web-contents-created', (_, contents) => lockContents(contents, ways))
  // Copying is the one thing the page asks for; it is asked for by a click.
  session.setPermissionRequestHandler((_, permission, callback) => callback(permission === 'clipboard-sanitized-write'))
  session.setPermissionCheckHandler((_, permission) => permission === 'clipboard-sanitized-write')
  session.setDevicePermissionHandler(() => false)
}

function lockContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { openExternal, openInside }: Pick<LockDownDeps, 'openExternal' | 'openInside'>,
) {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isOwnPage(url)) openInside(routeOfPage(url))
    else openExternal(url)
    return { action: 'deny' }
  })
}
