/** Whether a row names the columns below it: names are filled in and are no numbers. */
export function isHeader(row: readonly string[]): boolean {
  return row.some((value) => value !== '') && row.every((value) => !/^[-+]?[\d.,]+%?$/.test(value))
}

/** A value as it is read without its table: `City: London`. */
export function namedValue(value: string, name: string | undefined): string {
  return name ? `${name}: ${value}` : value
}
