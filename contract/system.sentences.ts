import type { StartFailure } from './system.failures.ts'

/** What a person is told when Alcove cannot start: what happened, what is safe, what to do next. */
export function sentenceForStart(failure: StartFailure): string {
  switch (failure.code) {
    case 'DATA_FOLDER_REFUSED':
      return refusals[failure.reason](failure.path)
    case 'DATABASE_DAMAGED':
      return (
        `The library file ${failure.path} is damaged. It was left as it is, and your own documents are untouched. ` +
        '`alcove repair` says what is damaged; `alcove repair --salvage` makes a library of everything that can be read' +
        `${failure.backup ? `, and \`alcove repair --newest-copy\` goes back to ${failure.backup}` : ''}. The damaged file is kept either way.`
      )
    case 'DATABASE_TOO_NEW':
      return `The library ${failure.path} was written by a newer Alcove. Nothing was changed. Start that version, or update this one.`
    case 'MIGRATION_FAILED':
      return (
        `The library ${failure.path} could not be brought to the layout that this version needs. Nothing in it was changed` +
        `${failure.backup ? `, and ${failure.backup} is a copy of it` : ''}. ` +
        'Start Alcove again; if that does not help, start the version before. The newest file in logs/ says more.'
      )
    case 'STORAGE_FULL':
      return `The disk that holds ${failure.path} is full. Nothing was lost. Free some space and start Alcove again.`
    case 'PORT_TAKEN':
      return `Another program uses port ${failure.port}. Your library is safe. Choose another one with --port, or leave it out.`
    case 'HOLDER_SILENT':
      return (
        `Another Alcove process${failure.pid ? ` (${failure.pid})` : ''} works on ${failure.path} and does not answer. ` +
        'Your library is safe. Wait a moment and try again, or end that process.'
      )
    case 'LIBRARY_LOCKED':
      return failure.reason === 'passphrase-wrong'
        ? `ALCOVE_PASSPHRASE is not the passphrase of the library ${failure.path}. Nothing was opened or changed. Set it to the passphrase or the recovery key.`
        : `The library ${failure.path} is encrypted and closed. Nothing was opened or changed. Set ALCOVE_PASSPHRASE to its passphrase or recovery key, or open it in Alcove.`
    case 'KEY_FILE_MISSING':
      return `The library is encrypted, and ${failure.path}, which leads to its key, is gone or damaged. Nothing was changed. Put it back from a copy of the data folder: every backup of Alcove holds it as encryption.json.`
  }
}

const refusals = {
  'drive-root': (path: string) =>
    `${path} is the root of a drive, so Alcove does not keep its data there. Nothing was changed. Choose a folder inside it.`,
  home: (path: string) =>
    `${path} is your home folder, so Alcove does not keep its data there. Nothing was changed. Choose a folder inside it.`,
  'not-a-folder': (path: string) =>
    `${path} is not a folder, so Alcove cannot keep its data there. Nothing was changed. Choose a folder with --data.`,
  'foreign-files': (path: string) =>
    `${path} holds files that are not Alcove's own, so it does not keep its data there. Nothing was changed. Choose an empty or a new folder with --data.`,
  'not-writable': (path: string) =>
    `Alcove may not read and write ${path}. Nothing was changed. Choose another folder with --data, or allow it.`,
} satisfies Record<string, (path: string) => string>

/** What a person is told when something could not be kept for want of room. */
export const sentenceForFullDisk =
  'The disk that holds your library is full, so this was not kept. Nothing that was kept before is lost. Free some space and try again.'

/** What a person is told when something was to be changed in a library that is only read. */
export const sentenceForReadOnly =
  'The library is open for reading only, so this was not kept. Nothing was changed. Reading, searching and exporting work.'

/** Why the library is only read, and what to do about it. */
export function sentenceForReadOnlyMode(reason: 'chosen' | 'file' | 'folder'): string {
  switch (reason) {
    case 'chosen':
      return 'The library is open for reading only. Nothing is changed or kept until Alcove is started again and the library is repaired.'
    case 'file':
      return 'The library file may not be written, so it is open for reading only. Allow writing to it and start Alcove again.'
    case 'folder':
      return 'Nothing can be written to the folder of the library, so it is open for reading only, through a copy. Allow writing and start Alcove again.'
  }
}
