import type { YourDataProblem } from './your-data-problem.ts'

/** What a person is told when an export, an import or a deletion did not work: what happened, what is safe, what to do next. */
export function sentenceForYourData({ reason, where, detail }: YourDataProblem): string {
  switch (reason) {
    case 'running':
      return 'An export or an import is at work. Nothing was changed. Try again when it is done.'
    case 'stopped':
      return 'It was stopped. Your library is safe, and half a file was taken away; what an import had brought in stays, and making it again goes on from there.'
    case 'place-missing':
      return `The folder of ${where} is not there: perhaps its drive is not connected. Your library is safe. Connect it, or choose another place.`
    case 'place-read-only':
      return `Nothing can be written to ${where}. Your library is safe. Choose another place.`
    case 'place-full':
      return `There is no room left for ${where}. Your library is safe, and what did not fit was taken away. Make room, or choose another place.`
    case 'file-exists':
      return `${where} is there already and was left as it is. Choose another name.`
    case 'inside-data-folder':
      return `${where} is inside the data folder, where nothing but Alcove's own files may be. Choose a place elsewhere.`
    case 'no-such-file':
      return `There is no file ${where}. Nothing was changed. Choose another one.`
    case 'not-an-export':
      return `${where} is no export of Alcove. Nothing was changed. Choose another file. (${detail})`
    case 'damaged':
      return `The export ${where} is damaged. Your library is safe, and nothing of what is damaged was brought in. Use another copy of it. (${detail})`
    case 'too-new':
      return `The export ${where} was made by a newer Alcove. Nothing was changed. Update this one first.`
    case 'too-large':
      return `${where} unpacks to far more than an export of its size, so it was not opened. Nothing was changed. (${detail})`
    case 'disk-full':
      return 'The disk that holds your library is full. Everything that was there is safe. Free some space and import again: it goes on where it was.'
    case 'library-damaged':
      return `The library itself is damaged. End Alcove and restore a backup. (${detail})`
    case 'not-confirmed':
      return 'Nothing was deleted: the words that confirm it were not typed.'
    case 'backups-not-deleted':
      return `The backups at ${where} could not be deleted, so nothing else was. Connect the place, or leave the backups out. (${detail})`
    case 'broke-off':
      return `This broke off unexpectedly. Your library is safe. Try again; the files in logs/ say more. (${detail})`
  }
}
