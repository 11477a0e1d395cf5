import type { ModelChoice, ModelsState } from '#contract/models.contract'
import { choiceToValue, optionsOf, serverOf, shortName, whereabouts } from '../app/model-choice.ts'
import type { MenuOption } from '../ui/Menu.tsx'

export interface ModelGroup {
  /** Null: it needs none. */
  readonly label: string | null
  readonly options: readonly MenuOption[]
}

/** What can answer, server by server, and nobody. */
export function modelGroups({ servers }: ModelsState): readonly ModelGroup[] {
  const groups = servers.map((server) => ({
    label: `${server.name} ${whereabouts(server)}`,
    options: optionsOf(server),
  }))
  const nobody = { value: choiceToValue({ runtime: 'quotes', name: 'quotes' }), label: 'Quotes only' }
  return [...groups.filter(({ options }) => options.length > 0), { label: null, options: [nobody] }]
}

/** One line on why there is no model to choose, and that none is needed; null when there is one. */
export function adviceOn(models: ModelsState): string | null {
  if (models.servers.some((server) => optionsOf(server).length > 0)) return null
  const ollama = models.servers.find((server) => server.runtime === 'ollama')
  if (ollama?.state === 'no-models') return 'Ollama is running, but has no model yet. Quotes need none.'
  if (ollama?.state === 'refused' || ollama?.state === 'failing')
    return 'Ollama does not answer as it should. Quotes need no model.'
  return 'No model is running on this machine. Quotes need none.'
}

/** Whether the next question is sent to another machine. */
export function leavesMachine({ active, servers }: ModelsState): boolean {
  return serverOf(active, servers)?.local === false
}

/** The server that has to be allowed before a choice can answer; null where nothing has to be asked. */
export function asksConsent(choice: ModelChoice | null, { servers }: ModelsState) {
  const server = choice && serverOf(choice, servers)
  if (!server || server.state !== 'not-allowed') return null
  const { host, protocol } = new URL(server.address)
  return { id: server.id, host, open: protocol === 'http:' }
}

/** A model as a person calls it. */
export function modelName({ runtime, name }: ModelChoice) {
  return runtime === 'quotes' ? 'Quotes only' : shortName(name)
}
