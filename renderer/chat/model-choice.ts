import type { ModelChoice, ModelsState } from '#contract/models.contract'
import type { MenuOption } from '../ui/Menu.tsx'
import { shortName } from './status-line.ts'

/** What can answer: every model that can chat, and nobody. */
export function modelOptions(models: ModelsState): readonly MenuOption[] {
  const written = models.servers.flatMap((server) =>
    server.models
      .filter((model) => model.chat)
      .map((model) => ({
        value: choiceToValue(model),
        label: shortName(model.name),
        note: server.local ? fitNote(model.fits) : 'leaves this machine',
      })),
  )
  return [...written, { value: choiceToValue({ runtime: 'quotes', name: 'quotes' }), label: 'Quotes only' }]
}

/** One line on why there is no model to choose, and that none is needed; null when there is one. */
export function adviceOn(models: ModelsState): string | null {
  if (models.servers.some((server) => server.models.some((model) => model.chat))) return null
  const ollama = models.servers.find((server) => server.runtime === 'ollama')
  if (ollama?.state === 'no-models') return 'Ollama is running, but has no model yet. Quotes need none.'
  if (ollama?.state === 'refused' || ollama?.state === 'failing')
    return 'Ollama does not answer as it should. Quotes need no model.'
  return 'No model is running on this machine. Quotes need none.'
}

/** Whether the next question is sent to another machine. */
export function leavesMachine({ active, servers }: ModelsState): boolean {
  return servers.some(
    ({ local, models }) =>
      !local && models.some(({ runtime, name }) => runtime === active.runtime && name === active.name),
  )
}

/** A model as a person calls it. */
export function modelName({ runtime, name }: ModelChoice) {
  return runtime === 'quotes' ? 'Quotes only' : shortName(name)
}

/** A choice as the value of a menu. */
export function choiceToValue({ runtime, name }: ModelChoice) {
  return `${runtime}\t${name}`
}

/** What a value of the menu stands for; null: Alcove chooses. */
export function valueToChoice(value: string): ModelChoice | null {
  const [runtime, name] = value.split('\t')
  if (name === undefined || (runtime !== 'ollama' && runtime !== 'openai-compatible' && runtime !== 'quotes'))
    return null
  return { runtime, name }
}

function fitNote(fits: 'yes' | 'tight' | 'no' | 'unknown') {
  if (fits === 'no') return 'too big'
  return fits === 'tight' ? 'tight' : undefined
}
