import { statfs } from 'node:fs/promises'

/** File systems whose files others may change without this machine's being told, by the number Linux knows them by. */
const shares = new Map([
  [0x6969, 'nfs'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x517b, 'smb'],
  [0x65735546, 'fuse'],
  [0x01021997, '9p'],
  [0x00c36400, 'ceph'],
  [0x5346414f, 'afs'],
  [0x786f4256, 'vboxsf'],
])

/** Whether a folder lies on a network share, where file events tell of this machine's own changes only. False where the system does not say. */
export async function isNetworkShare(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const { type } = await statfs(path)
  // Some systems give the number with a sign.
  return shares.has(type >>> 0)
}
