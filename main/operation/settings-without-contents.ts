import { z } from 'zod'
import { Settings } from '#contract/settings.contract'

/** Words that are choices wherever they stand. */
const choices = new Set([
  'folder',
  'webdav',
  's3',
  'hourly',
  'daily',
  'weekly',
  'ollama',
  'openai-compatible',
  'quotes',
])
const deepest = 4

/** The settings with numbers, switches and choices as they are; of anything that a person typed only its kind and length. */
export function settingsWithoutContents(settings: Settings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(Settings.shape).map(([key, schema]) => {
      const value = settings[key as keyof Settings]
      return [key, schema instanceof z.ZodEnum ? value : reduced(value, 0)]
    }),
  )
}

function reduced(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value === 'string') return choices.has(value) ? value : kindOf(value)
  if (Array.isArray(value)) return `${value.length} entries`
  if (typeof value !== 'object' || depth >= deepest) return 'left out'
  // Names of what a person named are theirs, too.
  const entries = Object.entries(value)
  const isNamedByUs = entries.every(([key]) => /^[a-z][a-zA-Z]{1,24}$/.test(key) && ownKeys.has(key))
  return isNamedByUs
    ? Object.fromEntries(entries.map(([key, inner]) => [key, reduced(inner, depth + 1)]))
    : `${entries.length} entries`
}

/** What objects in the settings have as keys; others may be names that a person gave. */
const ownKeys = new Set([
  ...['name', 'address', 'model', 'runtime', 'folder', 'milliseconds', 'seconds', 'megabytes', 'place', 'every'],
  ...['encrypted', 'series', 'kind', 'path', 'user', 'region', 'bucket', 'prefix', 'keyId'],
])

function kindOf(text: string): string {
  if (text === '') return ''
  if (!/^https?:/i.test(text)) return `a text of ${text.length} characters`
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: 'http:', hostname: '' }
  const here = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  return `${protocol} ${here ? 'this machine' : 'another machine'}`
}
