import type { ActivityEntry } from '#contract/activity.contract'
import { bytes, count, plural } from '../ui/words.ts'

/** What can be chosen to be shown alone, by the kinds that belong together. */
export const activityGroups: readonly {
  readonly value: string
  readonly label: string
  readonly kinds: readonly string[]
}[] = [
  { value: 'all', label: 'Everything', kinds: [] },
  { value: 'answers', label: 'Answers', kinds: ['answer-written', 'prompt-asked'] },
  { value: 'documents', label: 'Documents', kinds: ['documents-read', 'documents-removed', 'documents-restored'] },
  { value: 'settings', label: 'Settings and keys', kinds: ['settings-changed', 'key-kept', 'key-forgotten'] },
  { value: 'backups', label: 'Backups', kinds: ['backup-made', 'backup-failed', 'backup-tried', 'backup-restored'] },
  { value: 'data', label: 'Exports and imports', kinds: ['exported', 'imported', 'erased'] },
  { value: 'deleted', label: 'Deleted', kinds: ['conversations-deleted', 'kept-no-longer', 'list-forgotten'] },
  {
    value: 'safety',
    label: 'Lock and updates',
    kinds: [
      'library-locked',
      'library-unlocked',
      'passphrase-refused',
      'library-encrypted',
      'library-decrypted',
      'ways-to-key-changed',
      'updates-looked-for',
    ],
  },
]

/** A row in a sentence; of a kind that this Alcove does not know, its name. */
export function activityInWords({ kind, about }: Pick<ActivityEntry, 'kind' | 'about'>): string {
  const n = (key: string) => (typeof about[key] === 'number' ? about[key] : 0)
  const text = (key: string) => (typeof about[key] === 'string' ? about[key] : '')
  const list = (key: string) => (Array.isArray(about[key]) ? about[key].join(', ') : '')
  switch (kind) {
    case 'answer-written':
      return answerInWords(about)
    case 'prompt-asked':
      return 'Asked a prompt by itself'
    case 'documents-read':
      return `Read ${plural(n('files'), 'file')}${n('failed') > 0 ? `; ${count(n('failed'))} could not be read` : ''}`
    case 'documents-removed':
      if (n('forGood') > 0) return `Forgot ${plural(n('forGood'), 'thing')} of the bin for good`
      return about.vanished === true
        ? `Let go of ${plural(n('documents'), 'document')} whose files are gone`
        : `Took ${plural(n('documents'), 'document')} out of the library`
    case 'documents-restored':
      return 'Put back what was taken out of the library'
    case 'conversations-deleted':
      return `Deleted ${plural(n('conversations'), 'conversation')} for good`
    case 'settings-changed':
      return `Changed settings: ${list('keys')}`
    case 'key-kept':
      return `Kept a key: ${text('key')}, ${text('where') === 'keychain' ? 'in the keychain' : 'until Alcove is closed'}`
    case 'key-forgotten':
      return `Forgot a key: ${text('key')}`
    case 'backup-made':
      return `Made and verified a backup, ${bytes(n('bytes'))}`
    case 'backup-failed':
      return `Could not make a backup: ${text('reason').replaceAll('-', ' ')}`
    case 'backup-tried':
      return `Tried to restore the newest backup: ${plural(n('documents'), 'document')} in it`
    case 'backup-restored':
      return about.inPlace === true
        ? 'Got a backup ready to take the place of this library'
        : 'Restored a backup into a folder'
    case 'exported':
      return `Exported everything, ${bytes(n('bytes'))}${about.originals === true ? ', with copies of your files' : ''}`
    case 'imported':
      return `Imported an export: ${plural(n('rows'), 'thing')} came in`
    case 'erased':
      return 'Deleted everything and began anew'
    case 'kept-no-longer':
      return `Deleted ${count(n('items'))} of ${text('kind')}, older than ${plural(n('days'), 'day')}`
    case 'list-forgotten':
      return `Forgot the list of ${plural(n('requests'), 'request')} that left this machine`
    case 'library-locked':
      return 'Locked the library'
    case 'library-unlocked':
      return 'Unlocked the library'
    case 'library-encrypted':
      return 'Encrypted the library'
    case 'library-decrypted':
      return 'Decrypted the library'
    case 'passphrase-refused':
      return 'Refused a wrong passphrase or recovery key'
    case 'ways-to-key-changed':
      return wayInWords(about)
    case 'updates-looked-for':
      return about.asked === true ? 'Looked for an update, as you asked' : 'Looked for an update'
    default:
      return kind.replaceAll('-', ' ')
  }
}

function wayInWords({ way, there }: ActivityEntry['about']): string {
  if (way === 'recovery') return 'Made a new recovery key'
  if (way === 'keychain')
    return there === true ? 'The keychain opens the library now' : 'Took the key out of the keychain'
  return there === true ? 'Set a new passphrase for the library' : 'Removed the passphrase of the library'
}

function answerInWords(about: ActivityEntry['about']): string {
  const passages = typeof about.passages === 'number' ? about.passages : 0
  const from = passages > 0 ? ` from ${plural(passages, 'passage')}` : ''
  if (about.mode === 'nothing') return 'Found nothing that answers'
  const verb = about.state === 'interrupted' ? 'Broke off an answer' : 'Wrote an answer'
  if (about.mode === 'quotes') return `${verb} of quotes${from}`
  return `${verb}${from} with ${String(about.model)}, ${about.local === true ? 'on this machine' : 'on another machine'}`
}
