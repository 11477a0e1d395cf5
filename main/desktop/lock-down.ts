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

/** Keeps every window on Alcove's page: no other address, no new windows, no web views, no permission but to copy and to hear. */
export function lockDown({ app, session, ...ways }: LockDownDeps): void {
  app.on('web-contents-created', (_, contents) => lockContents(contents, ways))
  session.setPermissionRequestHandler((_, permission, callback, details) => {
    const kinds = 'mediaTypes' in details ? details.mediaTypes : undefined
    // Both at once are one request: whoever asks for a picture too gets nothing.
    const isSoundAlone = kinds?.length === 1 && kinds[0] === 'audio'
    const asks = { isSoundAlone, isMainFrame: details.isMainFrame, address: details.requestingUrl }
    callback(isForCopying(permission) || isForDictation(permission, asks))
  })
  session.setPermissionCheckHandler((_, permission, origin, details) => {
    const asks = { isSoundAlone: details.mediaType === 'audio', isMainFrame: details.isMainFrame, address: origin }
    return isForCopying(permission) || isForDictation(permission, asks)
  })
  session.setDevicePermissionHandler(() => false)
}

/** It is asked for by a click. */
function isForCopying(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}

interface Asks {
  readonly isSoundAlone: boolean
  readonly isMainFrame: boolean
  readonly address: string
}

/** The microphone, without a camera, for Alcove's page itself and for no frame in it. */
function isForDictation(permission: string, { isSoundAlone, isMainFrame, address }: Asks): boolean {
  return permission === 'media' && isSoundAlone && isMainFrame && isOwnPage(address)
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
