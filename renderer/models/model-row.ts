import type { ModelChoice, ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import type { StateShapeName, StateTone } from '../ui/StateShape.tsx'
import { bytes } from '../ui/words.ts'

export interface ServerState {
  readonly shape: StateShapeName
  readonly tone: StateTone
  readonly words: string
}

/** How a server is, as a shape and a word. */
export function serverState(state: ModelServer['state']): ServerState {
  switch (state) {
    case 'ready':
      return { shape: 'full', tone: 'ok', words: 'Running' }
    case 'no-models':
      return { shape: 'half', tone: 'ok', words: 'Running, without a model' }
    case 'not-running':
      return { shape: 'empty', tone: 'wait', words: 'Not running' }
    case 'not-installed':
      return { shape: 'empty', tone: 'wait', words: 'Not installed' }
    case 'not-configured':
      return { shape: 'empty', tone: 'wait', words: 'Not set up' }
    case 'refused':
      return { shape: 'cross', tone: 'bad', words: 'Refused' }
    case 'failing':
      return { shape: 'cross', tone: 'bad', words: 'Not answering as it should' }
  }
}

/** The share of this machine's memory a model needs, from 0 to 1. */
export function memoryShare({ memory }: Pick<ModelInfo, 'memory'>, machine: Pick<ModelsState['machine'], 'memory'>) {
  return memory === null || machine.memory === 0 ? null : Math.min(1, memory / machine.memory)
}

/** A word on how a model fits, only where it matters. */
export function fitWord(fits: ModelInfo['fits']) {
  if (fits === 'no') return 'too big'
  return fits === 'tight' ? 'tight' : ''
}

/** A size as tables show it: one unit for all, `0.3 GB`, but for what is far too small for it. */
export function gigabytes(size: number) {
  return size < 5e7 ? bytes(size) : `${(size / 1e9).toFixed(1)} GB`
}

/** A model's name without the tag that says nothing, as a person would say it. */
export function shortName(name: string) {
  return name.replace(/:latest$/, '')
}

/** A choice as one word of a menu. */
export function choiceToValue(choice: ModelChoice | null) {
  return choice === null ? '' : `${choice.runtime}\t${choice.name}`
}

/** The choice a word of a menu stands for. */
export function valueToChoice(value: string): ModelChoice | null {
  const [runtime, name] = value.split('\t')
  if (name === undefined) return null
  return runtime === 'ollama' || runtime === 'openai-compatible' || runtime === 'quotes' ? { runtime, name } : null
}

/** What can be chosen to answer, with a word on each. */
export function choicesOf({ servers }: Pick<ModelsState, 'servers'>) {
  const models = servers.flatMap((server) =>
    server.models
      .filter((model) => model.chat)
      .map((model) => ({
        value: choiceToValue(model),
        label: shortName(model.name),
        note: server.local ? fitWord(model.fits) || undefined : 'leaves this machine',
      })),
  )
  return [
    { value: '', label: 'Alcove chooses' },
    ...models,
    { value: choiceToValue({ runtime: 'quotes', name: 'quotes' }), label: 'Quotes only' },
  ]
}
