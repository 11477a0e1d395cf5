import { EventEmitter } from 'node:events'

type Handler = (...args: readonly never[]) => unknown

/** A window's contents as far as the locks use them; `emit` returns whether the event was prevented. */
export function createFakeContents() {
  const emitter = new EventEmitter()
  let openHandler: (details: { readonly url: string }) => { readonly action: string } = () => ({ action: 'allow' })
  return {
    on: (name: string, listener: Handler) => emitter.on(name, listener as never),
    setWindowOpenHandler: (handler: typeof openHandler) => {
      openHandler = handler
    },
    emit: (name: string, url: string) => {
      let prevented = false
      emitter.emit(name, { url, preventDefault: () => (prevented = true) })
      return prevented
    },
    open: (url: string) => openHandler({ url }).action,
  }
}

/** An app and a session as far as the locks use them. */
export function createFakeApp() {
  const emitter = new EventEmitter()
  const answers: Record<string, (permission: string, asked: AskedPermission) => boolean> = {}
  return {
    app: { on: (name: string, listener: Handler) => emitter.on(name, listener as never) },
    session: {
      setPermissionRequestHandler: (handler: (...asked: RequestedPermission) => void) => {
        answers['request'] = (permission, { mediaTypes, isMainFrame, url }) => {
          let allowed = false
          const details = { isMainFrame, requestingUrl: url, ...(permission === 'media' ? { mediaTypes } : {}) }
          handler(null, permission, (yes) => (allowed = yes), details)
          return allowed
        }
      },
      setPermissionCheckHandler: (handler: (...asked: CheckedPermission) => boolean) => {
        answers['check'] = (permission, { mediaTypes, isMainFrame, url }) =>
          handler(null, permission, url, { isMainFrame, mediaType: mediaTypes.at(-1) ?? 'unknown' })
      },
      setDevicePermissionHandler: (handler: () => boolean) => {
        answers['device'] = () => handler()
      },
    },
    show: (contents: object) => emitter.emit('web-contents-created', {}, contents),
    /** Whether a page gets it; Alcove's own page unless another is named. */
    allows: (kind: string, permission: string, asked: Partial<AskedPermission> = {}) =>
      answers[kind]?.(permission, { mediaTypes: ['audio'], isMainFrame: true, url: 'app://alcove/', ...asked }),
  }
}

/** Who asks for a permission, and of `media` for what. */
interface AskedPermission {
  readonly mediaTypes: readonly ('audio' | 'video')[]
  readonly isMainFrame: boolean
  readonly url: string
}
type RequestedPermission = [contents: null, permission: string, answer: (yes: boolean) => void, details: object]
type CheckedPermission = [contents: null, permission: string, origin: string, details: object]

/** A keychain that turns letters around, of the given backend. */
export function createFakeSafeStorage(backend: string, { available = true } = {}) {
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend as never,
    encryptStringAsync: async (text: string) => Buffer.from([...`${backend}:${text}`].reverse().join('')),
    decryptStringAsync: async (bytes: Buffer) => {
      const text = [...bytes.toString()].reverse().join('')
      if (!text.startsWith(`${backend}:`)) throw new Error('Not from this keychain')
      return { result: text.slice(backend.length + 1), shouldReEncrypt: false }
    },
  }
}

/** A quick-ask window and the keys it is under. */
export function createFakeQuickAskParts({ refuses = [] as readonly string[] } = {}) {
  const keys = new Map<string, () => void>()
  let visible = false
  let bounds: unknown = null
  const listeners = new EventEmitter()
  const window = {
    setBounds: (wanted: unknown) => void (bounds = wanted),
    show: () => void (visible = true),
    hide: () => void (visible = false),
    focus: () => {},
    isVisible: () => visible,
    isDestroyed: () => false,
    on: (name: string, listener: () => void) => void listeners.on(name, listener),
  }
  return {
    shortcuts: {
      register: (key: string, run: () => void) => {
        if (key === 'nonsense') throw new TypeError('Not a key')
        if (refuses.includes(key)) return false
        keys.set(key, run)
        return true
      },
      unregister: (key: string) => void keys.delete(key),
    },
    screen: {
      getCursorScreenPoint: () => ({ x: 2_000, y: 10 }),
      getDisplayNearestPoint: () => ({ workArea: { x: 1_920, y: 0, width: 1_920, height: 1_080 } }),
    },
    window,
    press: (key: string) => keys.get(key)?.(),
    clickElsewhere: () => void listeners.emit('blur'),
    closeItself: () => void listeners.emit('close', { preventDefault: () => {} }),
    seen: () => ({ visible, bounds, keys: [...keys.keys()] }),
  }
}
