import type { LastImport } from '#contract/your-data.contract'
import { count, plural } from '../ui/words.ts'

/** `1,204 things added, 3 brought up to date, 7 left as they were.` */
export function importInWords({ parts, resting }: Pick<LastImport, 'parts' | 'resting'>): string {
  const sum = (what: 'added' | 'updated' | 'left') => parts.reduce((total, part) => total + part[what], 0)
  const left = sum('left')
  const told = [
    `${plural(sum('added'), 'thing')} added`,
    `${count(sum('updated'))} brought up to date`,
    `${count(left)} left as ${left === 1 ? 'it was' : 'they were'}`,
  ].join(', ')
  if (resting === 0) return `${told}.`
  return `${told}. ${plural(resting, 'source')} whose files are not on this machine ${resting === 1 ? 'is' : 'are'} left alone, so that the texts stay.`
}
