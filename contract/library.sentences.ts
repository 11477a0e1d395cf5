import type { DocumentNotFound, IngestFailure, IngestFailureCode, OriginalGone } from './library.contract.ts'
import { languageFiles, speechModels } from './reading.ts'
import type { FolderUnreadable, SourceNotFound } from './sources.contract.ts'

/** What a person is told about a file that is not in the library: what happened, what is safe, what to do next. */
export function sentenceForIngestFailure({
  code,
  path,
}: Pick<IngestFailure, 'code'> & { readonly path: string }): string {
  if (code === 'FORMAT_UNSUPPORTED' && isArchive(path)) {
    return `“${fileName(path)}” is an archive, and Alcove opens only those in which ChatGPT or Claude export conversations. The file was not touched. Unpack it and add the folder.`
  }
  return ingestSentences[code](fileName(path))
}

/** The same in the few words a row of a list has room for; reads on into “Try again” where that is the next step. */
export function reasonForIngestFailure(code: IngestFailureCode, path = ''): string {
  if (code === 'FORMAT_UNSUPPORTED' && isArchive(path)) return 'An archive. Unpack it and add the folder.'
  return ingestReasons[code]
}

/** What a person is told while all work on files stands still. */
export function sentenceForBlockedWork({ code }: Pick<IngestFailure, 'code'>): string {
  return code === 'STORAGE_FULL'
    ? 'The disk is full, so no more files are read for now. Nothing was lost: asking and searching go on. Free some space, and reading goes on by itself.'
    : 'Reading has stopped for now. Nothing was lost. Choose “Go on” to try again.'
}

/** What a person is told when a document, source or folder could not be opened. */
export function sentenceForLibraryFailure(
  failure: DocumentNotFound | SourceNotFound | FolderUnreadable | OriginalGone,
): string {
  switch (failure.code) {
    case 'DOCUMENT_NOT_FOUND':
      return 'This document is no longer in the library. Your file was not touched; add it again to read it here.'
    case 'SOURCE_NOT_FOUND':
      return 'This source is no longer in the library. Your files were not touched; add it again to use it.'
    case 'FOLDER_UNREADABLE':
      return `“${fileName(failure.path)}” cannot be opened. Check that it is there and that you may read it, or choose another folder.`
    case 'ORIGINAL_GONE':
      return `“${fileName(failure.path)}” was changed, moved or removed since it was read. Its text as it was is kept and shown here.`
  }
}

const ingestSentences: Readonly<Record<IngestFailureCode, (name: string) => string>> = {
  FILE_MISSING: (name) =>
    `“${name}” was not found. It may have been moved, renamed or deleted. Check the path, or add it again from where it is now.`,
  FILE_UNREADABLE: (name) =>
    `“${name}” could not be opened. Nothing else is affected. Check that you may read it and that no other program holds it, then try again.`,
  FILE_EMPTY: (name) => `“${name}” is empty, so there is nothing to find in it. It is read by itself once it has text.`,
  FILE_TOO_LARGE: (name) =>
    `“${name}” is larger than Alcove reads. The file was not touched. Split it into smaller files and add those.`,
  FORMAT_UNSUPPORTED: (name) =>
    `“${name}” is of a kind that Alcove cannot read. The file was not touched. Save it as PDF, in a current office format (.docx, .xlsx, .pptx, .odt), as HTML or as plain text, and add that.`,
  FILE_BINARY: (name) =>
    `“${name}” looks like a text file by its name, but holds no text. The file was not touched; it is left out.`,
  FILE_DAMAGED: (name) =>
    `“${name}” is damaged or incomplete and could not be read. The file was not touched. Open it in its own program; if that works, save it anew.`,
  FILE_LOCKED_WITH_PASSWORD: (name) =>
    `“${name}” is protected by a password. Nothing in it was read. Save a copy without the password and add that.`,
  FILE_HAS_NO_TEXT: (name) =>
    `“${name}” has no text in it that could be read. The file was not touched. If it is a scan or a picture, a sharper one may help; then try again.`,
  PICTURES_NOT_SET_UP: (name) =>
    `“${name}” is a picture or a scan, and reading those is not set up or its language file is damaged. Nothing is lost. Download the file of your language, such as eng.traineddata, from ${languageFiles}, put it into models/ocr in the data folder of Alcove (Settings, Library shows where that is), then try again.`,
  RECORDINGS_NOT_SET_UP: (name) =>
    `“${name}” is a recording, and transcribing is not set up or its speech model is damaged. Nothing is lost. Download a model such as ${speechModels}, put its folder into models/speech in the data folder of Alcove (Settings, Library shows where that is), then try again.`,
  SOUND_PROGRAM_MISSING: (name) =>
    `“${name}” is a recording of a kind that Alcove reads with the program ffmpeg, which was not found. Nothing is lost. Install ffmpeg and start Alcove again, or save the recording as WAV, then try again.`,
  FILE_TOO_SLOW: (name) =>
    `“${name}” took too long to read and was set aside, so that other files need not wait. Try it again, or save it anew in a simpler format.`,
  FILE_ENDS_READER: (name) =>
    `“${name}” made the reader stop twice and was set aside. All other files are safe and were read. Save it anew in its own program, then try again.`,
  FILE_CHANGED_WHILE_READ: (name) =>
    `“${name}” was changed while it was being read. What the library had of it before is kept. Try again once it is saved.`,
  LINK_LOOP: (name) =>
    `“${name}” is a link that leads back to itself, so it was not followed. The files it leads to are read where they are.`,
  PATH_OUTSIDE_SOURCE: (name) =>
    `“${name}” leads to a place outside what you added, so it was not opened. To include it, add that place itself.`,
  STORAGE_FULL: (name) =>
    `“${name}” could not be kept because the disk is full. Nothing was lost. Free some space and try again.`,
}

const ingestReasons: Readonly<Record<IngestFailureCode, string>> = {
  FILE_MISSING: 'Not found where it was. Put it back, then',
  FILE_UNREADABLE: 'Could not be opened. Check that you may read it, then',
  FILE_EMPTY: 'Empty. It is read by itself once it has text.',
  FILE_TOO_LARGE: 'Larger than Alcove reads. Split it into smaller files, then',
  FORMAT_UNSUPPORTED: 'Of a kind Alcove cannot read. Save it as PDF or text, then',
  FILE_BINARY: 'A text file by its name, but it holds no text.',
  FILE_DAMAGED: 'Damaged or incomplete. Save it anew, then',
  FILE_LOCKED_WITH_PASSWORD: 'Locked with a password. Save a copy without one, then',
  FILE_HAS_NO_TEXT: 'No text in it that could be read. If it is a scan, make a sharper one, then',
  PICTURES_NOT_SET_UP: 'A picture, and reading those is not set up: see Settings, Library. Then',
  RECORDINGS_NOT_SET_UP: 'A recording, and transcribing is not set up: see Settings, Library. Then',
  SOUND_PROGRAM_MISSING: 'A recording that needs the program ffmpeg. Install it, then',
  FILE_TOO_SLOW: 'Took too long and was set aside. Save it simpler, or',
  FILE_ENDS_READER: 'Made the reader stop twice and was set aside. Save it anew, then',
  FILE_CHANGED_WHILE_READ: 'Changed while it was read. Once it is saved,',
  LINK_LOOP: 'A link that leads back to itself; not followed.',
  PATH_OUTSIDE_SOURCE: 'Leads outside what you added. Add that place itself.',
  STORAGE_FULL: 'The disk is full. Free some space, then',
}

function isArchive(path: string): boolean {
  return /\.(?:zip|7z|rar|tar|tgz|gz|bz2|xz|zst)$/i.test(path)
}

function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}
