import type { ActivityEntry } from '#contract/activity.contract'

/** Rows as JSON, one a line. */
export function toJsonLines(entries: readonly ActivityEntry[]): string {
  return entries
    .map(({ chain, number, at, kind, about, hash }) =>
      JSON.stringify({ chain, number, at: new Date(at).toISOString(), kind, about, hash }),
    )
    .map((line) => `${line}\n`)
    .join('')
}

export const csvHead = 'time,kind,about,log,number,hash\r\n'

/** Rows as comma-separated values (RFC 4180). */
export function toCsv(entries: readonly ActivityEntry[]): string {
  return entries
    .map(({ at, kind, about, chain, number, hash }) => {
      const said = Object.entries(about).map(([name, value]) => `${name}: ${[value].flat().join(' ')}`)
      return [new Date(at).toISOString(), kind, said.join('; '), chain, String(number), hash].map(cell).join(',')
    })
    .map((line) => `${line}\r\n`)
    .join('')
}

/** A cell that begins like a formula is kept from being one where the file is opened. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
