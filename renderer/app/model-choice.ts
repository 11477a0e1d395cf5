import type { ModelChoice, ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import { firstProviderId } from '#contract/providers.contract'
import type { MenuOption } from '../ui/Menu.tsx'

/** A choice as the value of a menu; null: Alcove chooses. */
export function choiceToValue(choice: ModelChoice | null): string {
  if (choice === null) return ''
  const { runtime, name } = choice
  return runtime === 'openai-compatible' ? `${runtime}\t${name}\t${providerOf(choice)}` : `${runtime}\t${name}`
}

/** The choice a value of a menu stands for. */
export function valueToChoice(value: string): ModelChoice | null {
  const [runtime, name, provider] = value.split('\t')
  if (name === undefined) return null
  if (runtime === 'openai-compatible') return { runtime, name, ...(provider ? { provider } : {}) }
  return runtime === 'ollama' || runtime === 'quotes' ? { runtime, name } : null
}

/** Whether two choices mean one model of one server. */
export function isSameChoice(one: ModelChoice, other: ModelChoice): boolean {
  return choiceToValue(one) === choiceToValue(other)
}

/** The server that a choice is of; undefined for quotes, and for one that was forgotten. */
export function serverOf(choice: ModelChoice, servers: readonly ModelServer[]): ModelServer | undefined {
  if (choice.runtime === 'quotes') return undefined
  const id = choice.runtime === 'ollama' ? 'ollama' : providerOf(choice)
  return servers.find((server) => server.id === id)
}

/** The models of a server that can be chosen to answer; a server that does not answer offers none. */
export function optionsOf(server: ModelServer): readonly MenuOption[] {
  if (server.state !== 'ready' && server.state !== 'not-allowed') return []
  return server.models
    .filter((model) => model.chat)
    .map((model) => ({ value: choiceToValue(model), label: shortName(model.name), ...noteOf(model) }))
}

/** Everything that can be chosen to answer, with a word on each; quotes last. */
export function modelOptions({ servers }: Pick<ModelsState, 'servers'>): readonly MenuOption[] {
  const offering = servers.filter((server) => optionsOf(server).length > 0)
  const models = offering.flatMap((server) =>
    optionsOf(server).map(({ note, ...option }) => {
      const words = [offering.length > 1 ? server.name : null, server.local ? note : 'leaves this machine']
      const said = words.filter(Boolean).join(', ')
      return said ? { ...option, note: said } : option
    }),
  )
  return [...models, { value: choiceToValue({ runtime: 'quotes', name: 'quotes' }), label: 'Quotes only' }]
}

/** Where a server is, in words that stand beside its name. */
export function whereabouts({ local, address }: Pick<ModelServer, 'local' | 'address'>): string {
  return local ? 'stays on this machine' : `leaves this machine, to ${hostIn(address)}`
}

/** A model's name without the tag that says nothing, as a person would say it. */
export function shortName(name: string): string {
  return name.replace(/:latest$/, '')
}

function providerOf({ provider }: ModelChoice): string {
  return provider ?? firstProviderId
}

function noteOf({ fits }: ModelInfo): { note?: string } {
  if (fits === 'no') return { note: 'too big' }
  return fits === 'tight' ? { note: 'tight' } : {}
}

function hostIn(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
