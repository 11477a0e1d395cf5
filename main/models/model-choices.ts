import type { ModelChoice, ModelInfo, ModelServer } from '#contract/models.contract'
import { firstProviderId } from '#contract/providers.contract'
import { isSameModel } from '#models/chat/ollama.server'

/** What answers where no model can. */
const quotes: ModelChoice = { runtime: 'quotes', name: 'quotes' }

/** The provider a choice is of; choices from when there could be only one do not name it. */
export function providerOf({ provider }: { readonly provider?: string | undefined }): string {
  return provider ?? firstProviderId
}

/** What answers where a person chose nothing: the model used last, else the first here that can chat and fits, else quotes. */
export function choiceFrom(servers: readonly ModelServer[], last: ModelChoice | null): ModelChoice {
  const models = servers.flatMap((server) => (server.state === 'ready' ? server.models : []))
  const again = last && models.find((model) => model.chat && isSameChoice(model, last))
  // A server that is not on this machine is used only when a person chose it: nothing leaves unasked.
  const here = servers.flatMap((server) => (server.local && server.state === 'ready' ? server.models : []))
  const fitting = here.find((model) => model.chat && model.fits === 'yes') ?? here.find(runsHere)
  const found = again || fitting
  return found ? choiceOf(found) : quotes
}

/** A model as a choice names it. */
export function choiceOf({ runtime, name, provider }: ModelChoice): ModelChoice {
  return provider === undefined ? { runtime, name } : { runtime, name, provider }
}

/** Whether two choices mean one model of one server. */
export function isSameChoice(one: ModelChoice, other: ModelChoice): boolean {
  return one.runtime === other.runtime && providerOf(one) === providerOf(other) && isSameModel(one.name, other.name)
}

function runsHere(model: ModelInfo): boolean {
  return model.chat && model.fits !== 'no'
}
