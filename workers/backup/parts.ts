/** The parts of a backup, by the names they have in it. */
export const manifestPart = 'manifest.json'
export const databasePart = 'alcove.sqlite'
export const settingsPart = 'settings.json'
/** Leads to the key of an encrypted library, for whoever knows its passphrase or its recovery key. */
export const keyPart = 'encryption.json'
export const importsFolder = 'imports'

/** Whether a part of this name belongs into a backup, and leads nowhere else when it is unpacked. */
export function isPart(name: string): boolean {
  if ([manifestPart, databasePart, settingsPart, keyPart].includes(name)) return true
  return /^imports\/[^/\\:\0]+$/.test(name) && !/^imports\/\.{1,2}$/.test(name)
}
