import type { ModelsState } from '#contract/models.contract'
import { bytes } from '../ui/words.ts'

export interface Fact {
  readonly name: string
  readonly text: string
}

const bytesPerPage = 30_000

/** What was found on this machine, what works without it said first. */
export function foundOnMachine({
  servers,
  active,
  machine,
}: Pick<ModelsState, 'servers' | 'active' | 'machine'>): readonly Fact[] {
  const ollama = servers.find((server) => server.runtime === 'ollama')
  return [
    { name: 'Without a model', text: 'Everything works; answers are quotes from your documents, with sources.' },
    ...(ollama
      ? [
          {
            name: 'Ollama',
            text:
              ollama.advice ??
              running(
                ollama.models.filter((model) => model.chat),
                active,
              ),
          },
        ]
      : []),
    ...(machine.freeDisk === null ? [] : [{ name: 'Room', text: room(machine.freeDisk) }]),
  ]
}

function running(models: readonly { readonly name: string }[], active: ModelsState['active']) {
  const names = models.map(({ name }) => shortName(name))
  const found = `Running, with ${listOf(names.slice(0, 3))}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`
  if (active.runtime === 'quotes') return found
  return `${found} Alcove will write answers with ${shortName(active.name)}; you can change that beside any question.`
}

function room(free: number) {
  return `${bytes(free)} free, enough for about ${pages(free / bytesPerPage)}.`
}

function pages(n: number) {
  if (n >= 1e6) return `${Math.round(n / 1e6)} million pages`
  return n >= 1_000 ? `${Math.round(n / 1_000)},000 pages` : `${Math.round(n)} pages`
}

function listOf(names: readonly string[]) {
  return new Intl.ListFormat('en-GB').format(names)
}

function shortName(name: string) {
  return name.replace(/:latest$/, '')
}
