import type { ModelChoice, ModelServer, ModelsState } from '#contract/models.contract'
import { choiceToValue, isSameChoice, modelOptions, serverOf, shortName, whereabouts } from '../../app/model-choice.ts'
import type { MenuOption } from '../../ui/Menu.tsx'

/** What can be chosen for a use that is as conversations unless something else is chosen. */
export function optionsFor(models: Pick<ModelsState, 'servers'>): readonly MenuOption[] {
  return [{ value: '', label: 'As in conversations' }, ...modelOptions(models)]
}

/** What can be added to those that go on: everything that is not among them yet, quotes last. */
export function standInOptions(
  models: Pick<ModelsState, 'servers'>,
  chosen: readonly ModelChoice[],
): readonly MenuOption[] {
  const taken = new Set(chosen.map(choiceToValue))
  return modelOptions(models).filter(({ value }) => !taken.has(value))
}

/** A choice in words, with its server where that is not Ollama on this machine. */
export function choiceName(choice: ModelChoice, servers: readonly ModelServer[]): string {
  if (choice.runtime === 'quotes') return 'Quotes only'
  const server = serverOf(choice, servers)
  const name = shortName(choice.name)
  return server && server.id !== 'ollama' ? `${name}, ${server.name}` : name
}

/** Where what a choice is sent goes; null for quotes. */
export function choicePlace(choice: ModelChoice, servers: readonly ModelServer[]): string | null {
  if (choice.runtime === 'quotes') return null
  const server = serverOf(choice, servers)
  if (!server) return 'its server was forgotten'
  const asked = server.state === 'not-allowed' ? ', and is skipped until you allow it' : ''
  return `${whereabouts(server)}${asked}`
}

/** The list with one of it a place higher. */
export function higher(choices: readonly ModelChoice[], index: number): ModelChoice[] {
  const one = choices[index]
  if (!one || index === 0) return [...choices]
  return choices.toSpliced(index, 1).toSpliced(index - 1, 0, one)
}

/** The list without one of it. */
export function without(choices: readonly ModelChoice[], choice: ModelChoice): ModelChoice[] {
  return choices.filter((one) => !isSameChoice(one, choice))
}
