import type { ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import { modelOptions } from '../app/model-choice.ts'
import type { MenuOption } from '../ui/Menu.tsx'
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
    case 'not-allowed':
      return { shape: 'half', tone: 'warn', words: 'Waits for your consent' }
    case 'held-back':
      return { shape: 'empty', tone: 'warn', words: 'Held back' }
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

/** What can be chosen to answer, with a word on each. */
export function choicesOf(models: Pick<ModelsState, 'servers'>): readonly MenuOption[] {
  return [{ value: '', label: 'Alcove chooses' }, ...modelOptions(models)]
}
