import type { BackupProblem } from './backup-problem.ts'
import type { KeptIn } from './providers.contract.ts'

/** What a person is told when a backup or a restore did not work: what happened, what is safe, what to do next. */
export function sentenceForBackup({ reason, where, detail }: BackupProblem): string {
  switch (reason) {
    case 'off':
      return 'Backups are off, so there is none to work with. Turn them on in Settings, Backups, or name a folder with --to.'
    case 'running':
      return 'Another backup, check or restore is at work. Nothing was changed. Try again when it is done.'
    case 'place-missing':
      return `The folder ${where} is not there: perhaps its drive is not connected. Your library is safe, and so are the backups on it. Connect it; the next run tries again.`
    case 'place-read-only':
      return `Nothing can be written to ${where}. Your library and the backups that are there are safe. Allow writing there, or choose another place; the next run tries again.`
    case 'place-full':
      return `There is no room left at ${where}. Your library and the backups that are there are safe; the one that did not fit was taken away. Make room, or choose another place; the next run tries again.`
    case 'place-unreachable':
      return `${where} cannot be reached. Your library is safe. Look at the network and the address; the next run tries again. (${detail})`
    case 'place-held-back':
      return `Requests to other machines are held back, so ${where} was not asked. Your library is safe, and so are the backups there. The switch is in Settings, Privacy; the next run tries again.`
    case 'place-refused':
      return `${where} does not let Alcove in. Your library is safe. Look at the name and the password or key, and give them again. (${detail})`
    case 'inside-data-folder':
      return `${where} is inside the data folder: what is lost with it would be lost with its backups. Nothing was changed. Choose a folder elsewhere, best on another drive.`
    case 'no-such-backup':
      return `There is no backup ${where}. Nothing was changed. Choose another one from the list.`
    case 'not-a-backup':
      return `${where} is no backup of Alcove. Nothing was changed. Choose another file. (${detail})`
    case 'damaged':
      return `The backup ${where} is damaged and was not used. Your library is as it was. Use another one, and make a new one now. (${detail})`
    case 'too-new':
      return `The backup ${where} was made by a newer Alcove. Nothing was changed. Update this one first.`
    case 'passphrase-needed':
      return `The passphrase for ${where} is not known here. Nothing was changed. Give it in Settings, Backups, or set ALCOVE_BACKUP_PASSPHRASE.`
    case 'passphrase-wrong':
      return `This passphrase does not open ${where}, or the first bytes of it are damaged. Nothing was changed. Try another one.`
    case 'key-needed':
      return `${where} is a backup of an encrypted library. Nothing was changed. Give the passphrase or the recovery key which that library had, or set ALCOVE_PASSPHRASE.`
    case 'library-damaged':
      return `The library itself is damaged, so it was not backed up over good copies. Those are safe. End Alcove and restore the newest one. (${detail})`
    case 'folder-not-empty':
      return `${where} is not empty. Nothing was changed. Choose a folder that is new or empty.`
    case 'folder-not-writable':
      return `Nothing can be written to ${where}. Nothing was changed. Choose another folder. (${detail})`
    case 'disk-full':
      return `The disk that holds ${where} is full. Your library and your backups are safe. Free some space; the next run tries again.`
    case 'broke-off':
      return `This broke off unexpectedly. Your library and your backups are safe. Try again; the files in logs/ say more. (${detail})`
  }
}

/** What a person is told after a secret of backups was given or taken away. */
export function sentenceForBackupSecret(kept: KeptIn): string {
  switch (kept) {
    case 'keychain':
      return 'It is kept in the keychain of your system.'
    case 'file':
      return 'It is kept, sealed with the passphrase of your keys.'
    case 'until-quit':
      return 'It is kept until Alcove is closed: there is no keychain here. A passphrase in Settings, Privacy, keeps it longer; or set ALCOVE_BACKUP_PASSPHRASE or ALCOVE_BACKUP_PASSWORD to have it every time.'
    case 'forgotten':
      return 'It was forgotten.'
  }
}
