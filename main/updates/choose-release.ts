import type { UpdateProblem } from '#contract/updates.contract'
import type { Installed, ReleaseFile } from '../app/updater.ts'
import type { ReleaseNotice } from './release-notice.ts'
import { compareVersions } from './version-order.ts'

/** The newest notice that was ever believed here. */
export interface Seen {
  readonly version: string
  readonly releasedAt: number
}

export type Choice =
  | { readonly is: 'newer'; readonly file: ReleaseFile }
  | { readonly is: 'same' }
  | { readonly is: 'refused'; readonly problem: UpdateProblem }

/**
 * Whether a proved notice is of a newer version for this system. A signature does not make an old notice new: nothing goes back
 * behind what is installed, nor behind what was offered before.
 */
export function chooseRelease(notice: ReleaseNotice, installed: Installed, seen: Seen | null): Choice {
  const { product, channel, version, releasedAt } = notice
  if (product !== 'alcove' || channel !== installed.channel) return refused('other-program', `${product} ${channel}`)
  const order = compareVersions(version, installed.version)
  if (order < 0) return refused('older', version)
  if (seen && (compareVersions(version, seen.version) < 0 || releasedAt < seen.releasedAt)) {
    return refused('seen-newer', version)
  }
  if (order === 0) return { is: 'same' }
  const { platform, arch, kind } = installed
  const file = notice.files.find((one) => one.platform === platform && one.arch === arch && one.kind === kind)
  return file ? { is: 'newer', file } : refused('nothing-for-this-system', `${platform} ${arch} ${kind}`)
}

function refused(reason: UpdateProblem['reason'], detail: string): Choice {
  return { is: 'refused', problem: { reason, detail } }
}
