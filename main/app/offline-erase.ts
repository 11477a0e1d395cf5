import type { Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import { announceErasing, finishErasing } from '../your-data/erasing.ts'
import { chooseDataFolder, type DataFolder, openDataFolder } from './data-folder.ts'
import { takeLock } from './take-lock.ts'

/**
 * Deletes everything in a data folder without opening any library, also one that cannot be opened. Null while another process
 * works on it.
 */
export async function eraseFolder(
  place: { readonly data: string | undefined; readonly from: string },
  { models }: { readonly models: boolean },
): Promise<Result<DataFolder, StartFailure> | null> {
  const opened = openDataFolder(chooseDataFolder(place.data, place.from))
  if (!opened.ok) return opened
  const folder = opened.value
  const lock = takeLock(folder)
  if (!lock) return null
  try {
    await announceErasing(folder, { at: Date.now(), models })
    await finishErasing(folder)
    return opened
  } finally {
    lock.release()
  }
}
