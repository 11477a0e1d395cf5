import type { ModelDetails, ModelInMemory, ModelMemory } from '#contract/model-memory.contract'
import { onGraphicsCards } from '#contract/models.sentences'
import { shortName } from '../../app/model-choice.ts'
import type { MenuOption } from '../../ui/Menu.tsx'
import { bytes, count } from '../../ui/words.ts'

/** How a model stands in memory; undefined: it is not there. */
export function inMemory(name: string, { models }: Pick<ModelMemory, 'models'>): ModelInMemory | undefined {
  return models.find((one) => shortName(one.name) === shortName(name))
}

/** `In memory: 4.9 GB, 2.1 GB of it on graphics cards. It stays until 14:05.` */
export function memorySentence(model: ModelInMemory | undefined, now: number): string {
  if (!model) return 'Not in memory: the first question waits until it is loaded.'
  const { bytes: taken, graphicsBytes, until } = model
  const graphics =
    taken === null || graphicsBytes === null ? '' : `, ${onGraphicsCards({ bytes: taken, graphicsBytes }, bytes)}`
  const size = taken === null ? '' : `: ${bytes(taken)}${graphics}`
  return `In memory${size}.${stays(until, now)}`
}

/** Milliseconds until the first of these models is let go; false where none has a time. */
export function untilNextGoes({ models }: Pick<ModelMemory, 'models'>, now: number): number | false {
  const times = models.flatMap(({ until }) => (typeof until === 'number' ? until : []))
  // A second more, as the server may take a moment; and no longer than a timer can wait.
  return times.length > 0 && Math.min(Math.max(1_000, Math.min(...times) - now + 1_000), 2_000_000_000)
}

const abilities: Readonly<Record<string, string>> = {
  completion: 'chat',
  embedding: 'turn texts into vectors',
  vision: 'see pictures',
  tools: 'use tools',
  thinking: 'think before it answers',
  insert: 'fill gaps in a text',
}

/** What is known of a model in lines of a name and a value; what its server does not say is left out. */
export function factsOf(model: ModelDetails): readonly (readonly [name: string, value: string])[] {
  const { architecture, format, parameters, quantization, width, capabilities, bytes: onDisk } = model
  const lines: readonly (readonly [string, string | null])[] = [
    ['Architecture', architecture && format ? `${architecture}, as ${format.toUpperCase()}` : architecture],
    ['Parameters', parameters],
    ['Quantization', quantization],
    ['Context length', contextWords(model)],
    ['Width', width === null ? null : `${count(width)} numbers`],
    ['It can', capabilities && (capabilities.map((one) => abilities[one] ?? one).join(', ') || 'nothing it names')],
    ['On disk', onDisk === null ? null : bytes(onDisk)],
    ['Memory it needs', needWords(model)],
  ]
  return lines.flatMap(([name, value]) => (value ? [[name, value] as const] : []))
}

/** What can be set for how long a model is kept, as values of a menu. */
export const keepOptions: readonly MenuOption[] = [
  { value: '', label: 'The server’s own rule' },
  { value: '300', label: '5 minutes' },
  { value: '1800', label: '30 minutes' },
  { value: '7200', label: '2 hours' },
  { value: '-1', label: 'Until Ollama ends' },
  { value: '0', label: 'Not at all' },
]

/** The setting as a value of the menu. */
export function keepToValue(keep: number | null): string {
  return keep === null ? '' : String(keep)
}

/** The setting that a value of the menu means. */
export function valueToKeep(value: string): number | null {
  return value === '' ? null : Number(value)
}

/** What is chosen, in words; a time that the menu does not have was set in another way. */
export function keepLabel(keep: number | null): string {
  const known = keepOptions.find(({ value }) => value === keepToValue(keep))
  return known?.label ?? `${count(keep ?? 0)} seconds`
}

/** What the choice means. */
export function keepNote(keep: number | null): string {
  if (keep === null) return 'After a request. Ollama’s own rule is 5 minutes, unless OLLAMA_KEEP_ALIVE says otherwise.'
  if (keep === -1) return 'The memory of every model that was used stays taken, until Ollama ends or you unload it.'
  if (keep === 0) return 'Its memory is free after each answer, and every question waits until the model is loaded.'
  return 'After a request. A question that comes within that time need not wait until the model is loaded.'
}

function stays(until: ModelInMemory['until'], now: number): string {
  if (until === null) return ''
  return until === 'server-ends' ? ' It stays until Ollama ends.' : ` It stays until ${timeWords(until, now)}.`
}

function timeWords(time: number, now: number): string {
  const clock = new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (new Date(time).toDateString() === new Date(now).toDateString()) return clock
  return `${new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, ${clock}`
}

function contextWords({ contextLength, usedContext }: ModelDetails): string | null {
  if (contextLength === null) return null
  const used =
    usedContext === null || usedContext === contextLength ? '' : `, of which Alcove uses ${count(usedContext)}`
  return `${count(contextLength)} tokens${used}`
}

function needWords({ memory, machineMemory, fits }: ModelDetails): string | null {
  if (memory === null) return null
  const need = `about ${bytes(memory)}`
  if (machineMemory === null) return need
  const fit = { yes: '', tight: '; that is tight', no: '; that is too much', unknown: '' }[fits]
  return `${need} of the ${bytes(machineMemory)} of this machine${fit}`
}
