import type { Pull } from '#contract/pulls.contract'
import { bytes, timeLeft } from '../ui/words.ts'

/** How far a model is, as people say it: `1.2 GB of 2.0 GB · 12 MB a second · about 2 minutes`. */
export function pullWords({ state, step, total, completed, bytesPerSecond }: Pull): string {
  if (state === 'done') return 'It is there.'
  const far = total === null ? '' : `${bytes(completed)} of ${bytes(total)}`
  if (state === 'stopped') return far ? `Stopped at ${far}; it goes on from there.` : 'Stopped.'
  if (state === 'failed') return far
  if (total === null) return 'Asking for it'
  if (completed >= total) return /verif/.test(step) ? 'Checking what came' : 'Nearly there'
  const left = bytesPerSecond ? timeLeft((total - completed) / bytesPerSecond) : null
  return [far, bytesPerSecond ? `${bytes(bytesPerSecond)} a second` : null, left].filter(Boolean).join(' · ')
}
