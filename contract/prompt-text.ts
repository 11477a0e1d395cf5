const variable = /\{\{\s*([\p{L}\p{N}_][\p{L}\p{N}_ -]{0,60}?)\s*\}\}/gu

/** Filled in by Alcove itself, not asked for. */
const known = new Set(['date', 'time'])

/** What a prompt asks for before it is sent, in order, each once: `{{name}}` in its text, without `{{date}}` and `{{time}}`. */
export function variablesOf(text: string): readonly string[] {
  const names = [...text.matchAll(variable)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => !known.has(name.toLowerCase()))
}

/** A prompt with its variables filled in; those without a value stay as they are written. */
export function filledPrompt(text: string, values: Readonly<Record<string, string>>, now: Date): string {
  return text.replace(variable, (whole, name: string) => {
    if (name.toLowerCase() === 'date') return now.toLocaleDateString('en-GB', { dateStyle: 'long' })
    if (name.toLowerCase() === 'time') return now.toLocaleTimeString('en-GB', { timeStyle: 'short' })
    return Object.hasOwn(values, name) ? (values[name] ?? whole) : whole
  })
}
