import type { NoteActivity } from '#contract/activity.contract'
import {
  type EncryptionReason,
  type EncryptionRefused,
  type EncryptionState,
  shortestPassphrase,
} from '#contract/encryption.contract'
import { fail, ok, type Result } from '#contract/result'
import { type KeyFile, keyBy, passphraseSlot, recoverySlot, type Slot } from '#database/key-slots'
import { fingerprintOf, type LibraryKey, newLibraryKey } from '#database/library-key'
import type { DataFolder } from '../app/data-folder.ts'
import type { LibrarySession } from '../app/library-session.ts'
import type { Secrets } from '../app/secrets.ts'
import { keychainName } from './find-key.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import { createTries } from './tries.ts'

export interface EncryptionDeps {
  readonly folder: DataFolder
  readonly session: LibrarySession
  readonly secrets: Secrets
  /** Whether the secrets are kept by the system's keychain. */
  readonly hasKeychain: () => Promise<boolean>
  /** Closes the library and opens it anew in this process; absent where it cannot. */
  readonly reopen?: (() => void) | undefined
  /** Whether something is at work that must not be cut off, such as a backup. */
  readonly isBusy?: () => boolean
  /** Of an open library; what is done to a closed one is noted when it is opened. */
  readonly note?: NoteActivity | undefined
}

interface Proven {
  readonly key: LibraryKey
  readonly keyFile: KeyFile
}

type Refused<T> = Promise<Result<T, EncryptionRefused>>
export type EncryptionService = ReturnType<typeof createEncryptionService>

/** Turns the encryption of a library on and off, and keeps the ways to its key. */
export function createEncryptionService(deps: EncryptionDeps) {
  const { folder, session, secrets, hasKeychain, reopen, isBusy = () => false } = deps
  const note: NoteActivity = deps.note ?? ((kind, about = {}) => void session.unnoted.push({ kind, about }))
  const tries = createTries()
  let prepared: { readonly key: LibraryKey; readonly slots: readonly Slot[]; readonly lastGroup: string } | null = null
  let proving: Promise<unknown> = Promise.resolve()
  return { state, prepare, turnOn, turnOff, unlock, lock, setPassphrase, setKeychain, newRecoveryKey }

  async function state(): Promise<EncryptionState> {
    const file = readKeyFile(folder)
    return {
      state: !file ? 'off' : session.key ? 'open' : 'closed',
      work: null,
      ways: file?.slots.map(({ kind }) => kind) ?? [],
      cipher: file?.cipher ?? null,
      hasKeychain: await hasKeychain(),
      canReopen: reopen !== undefined,
      problem: session.problem,
    }
  }

  async function prepare(wish: {
    readonly passphrase: string | null
    readonly keychain: boolean
  }): Refused<{ recoveryKey: string }> {
    if (readKeyFile(folder)) return refused('already-on')
    if (!reopen) return refused('cannot-reopen')
    if (wish.passphrase === null && !wish.keychain) return refused('nothing-left')
    if (wish.passphrase !== null && isTooShort(wish.passphrase)) return refused('passphrase-too-short')
    if (wish.keychain && !(await hasKeychain())) return refused('no-keychain')
    const key = newLibraryKey()
    const { slot, recoveryKey } = recoverySlot(key)
    const slots: Slot[] = [slot]
    if (wish.passphrase !== null) slots.unshift(await passphraseSlot(key, wish.passphrase))
    if (wish.keychain) slots.push({ kind: 'keychain' })
    prepared = { key, slots, lastGroup: recoveryKey.slice(-4) }
    return ok({ recoveryKey })
  }

  async function turnOn({ lastGroup }: { readonly lastGroup: string }): Refused<{ begun: true }> {
    if (!prepared) return refused('not-prepared')
    if (!reopen) return refused('cannot-reopen')
    if (isBusy()) return refused('busy')
    if (lastGroup.trim().toUpperCase() !== prepared.lastGroup) return refused('confirmation-wrong')
    const { key, slots } = prepared
    if (slots.some(({ kind }) => kind === 'keychain') && (await secrets.set(keychainName, key.hex)) !== 'keychain') {
      return refused('no-keychain')
    }
    prepared = null
    session.wanted = { kind: 'encrypt', key, keyFile: newKeyFile(key, slots) }
    session.problem = null
    reopen()
    return ok({ begun: true })
  }

  async function turnOff({ secret }: { readonly secret: string }): Refused<{ begun: true }> {
    const proven = await prove(secret)
    if (!proven.ok) return proven
    if (!reopen) return refused('cannot-reopen')
    if (isBusy()) return refused('busy')
    session.wanted = { kind: 'decrypt', ...proven.value }
    session.problem = null
    reopen()
    return ok({ begun: true })
  }

  /** Opens a closed library, which is opened by whoever called this once it resolves. */
  async function unlock({ secret }: { readonly secret: string }): Refused<{ open: true }> {
    const proven = await prove(secret)
    if (!proven.ok) return proven
    session.key = proven.value.key
    session.closedByPerson = false
    if (proven.value.keyFile.closed) writeKeyFile(folder, { ...proven.value.keyFile, closed: false })
    note('library-unlocked')
    return ok({ open: true })
  }

  async function lock(): Refused<{ closed: true }> {
    const file = readKeyFile(folder)
    if (!file) return refused('already-off')
    if (!reopen) return refused('cannot-reopen')
    if (!file.slots.some(({ kind }) => kind === 'passphrase')) return refused('nothing-left')
    writeKeyFile(folder, { ...file, closed: true })
    note('library-locked')
    session.key = null
    session.closedByPerson = true
    reopen()
    return ok({ closed: true })
  }

  async function setPassphrase(wish: {
    readonly secret: string
    readonly passphrase: string | null
  }): Refused<EncryptionState> {
    if (wish.passphrase !== null && isTooShort(wish.passphrase)) return refused('passphrase-too-short')
    const proven = await prove(wish.secret)
    if (!proven.ok) return proven
    const { key, keyFile } = proven.value
    const others = keyFile.slots.filter(({ kind }) => kind !== 'passphrase')
    if (wish.passphrase === null && !others.some(({ kind }) => kind === 'keychain')) return refused('nothing-left')
    const slots = wish.passphrase === null ? others : [await passphraseSlot(key, wish.passphrase), ...others]
    writeKeyFile(folder, { ...keyFile, slots })
    note('ways-to-key-changed', { way: 'passphrase', there: wish.passphrase !== null })
    return ok(await state())
  }

  async function setKeychain(wish: { readonly secret: string; readonly on: boolean }): Refused<EncryptionState> {
    const proven = await prove(wish.secret)
    if (!proven.ok) return proven
    const { key, keyFile } = proven.value
    const others = keyFile.slots.filter(({ kind }) => kind !== 'keychain')
    if (!wish.on && !others.some(({ kind }) => kind === 'passphrase')) return refused('nothing-left')
    if (wish.on && (await secrets.set(keychainName, key.hex)) !== 'keychain') {
      await secrets.set(keychainName, null)
      return refused('no-keychain')
    }
    writeKeyFile(folder, { ...keyFile, slots: wish.on ? [...others, { kind: 'keychain' }] : others })
    if (!wish.on) await secrets.set(keychainName, null)
    note('ways-to-key-changed', { way: 'keychain', there: wish.on })
    return ok(await state())
  }

  async function newRecoveryKey({ secret }: { readonly secret: string }): Refused<{ recoveryKey: string }> {
    const proven = await prove(secret)
    if (!proven.ok) return proven
    const { key, keyFile } = proven.value
    const { slot, recoveryKey } = recoverySlot(key)
    writeKeyFile(folder, { ...keyFile, slots: [...keyFile.slots.filter(({ kind }) => kind !== 'recovery'), slot] })
    note('ways-to-key-changed', { way: 'recovery', there: true })
    return ok({ recoveryKey })
  }

  /** The key and the file that leads to it, for whoever knows the passphrase or the recovery key; one try after the other. */
  function prove(secret: string): Refused<Proven> {
    const proven = proving.then(() => attempt(secret))
    proving = proven.catch(() => {})
    return proven
  }

  async function attempt(secret: string): Refused<Proven> {
    const keyFile = readKeyFile(folder)
    if (!keyFile) return refused('already-off')
    const wait = tries.wait()
    if (wait > 0) return refused('too-many-tries', wait)
    const key = await keyBy(keyFile, secret)
    if (!key) {
      tries.failed()
      note('passphrase-refused')
      return refused('passphrase-wrong')
    }
    tries.succeeded()
    return ok({ key, keyFile })
  }
}

/** What will lie beside a library that gets this key. */
export function newKeyFile(key: LibraryKey, slots: readonly Slot[]): KeyFile {
  const { cipher } = key
  const what = { format: 'alcove-encryption', version: 1, phase: 'encrypted' } as const
  return { ...what, cipher, fingerprint: fingerprintOf(key), closed: false, slots: [...slots] }
}

function isTooShort(passphrase: string): boolean {
  return [...passphrase.normalize('NFKC')].length < shortestPassphrase
}

function refused(reason: EncryptionReason, wait = 0) {
  return fail({ code: 'ENCRYPTION_REFUSED', message: reason, reason, wait } satisfies EncryptionRefused)
}
