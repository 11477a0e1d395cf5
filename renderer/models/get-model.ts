import type { ModelServer } from '#contract/models.contract'

export interface Step {
  readonly does: string
  /** To be typed in a terminal. */
  readonly command: string
}

export interface Offer {
  readonly name: string
  readonly bytes: number
  readonly note: string
}

const offers: readonly Offer[] = [
  { name: 'llama3.2:1b', bytes: 1.3e9, note: 'For small machines; short answers.' },
  { name: 'llama3.2', bytes: 2e9, note: 'A good first one: fast, and true to your documents.' },
  { name: 'qwen3:8b', bytes: 5.2e9, note: 'Better answers, also in other languages; it thinks first.' },
  { name: 'qwen3:14b', bytes: 9.3e9, note: 'The best of these, for machines with much memory.' },
]

export type System = 'linux' | 'mac' | 'windows'

/** What to type so that Ollama is there and has a model; nothing when typing does not help. */
export function stepsFor(state: ModelServer['state'], system: System): readonly Step[] {
  switch (state) {
    case 'not-installed':
      return [
        { does: 'Install it', command: installCommands[system] },
        { does: 'Get a model', command: 'ollama pull llama3.2' },
      ]
    case 'not-running':
      return [{ does: 'Start it', command: 'ollama serve' }]
    case 'no-models':
      return [{ does: 'Get a model', command: 'ollama pull llama3.2' }]
    default:
      return []
  }
}

/** Models worth having that run on a machine with this much memory; the smallest always. */
export function offersFor(memory: number): readonly Offer[] {
  return offers.filter(({ bytes }, index) => index === 0 || bytes * 1.2 + 3e8 <= memory * 0.85)
}

/** The system a page is seen on, by what its browser says. */
export function systemOf(userAgent: string): System {
  if (/Mac|iPhone|iPad/.test(userAgent)) return 'mac'
  return /Windows/.test(userAgent) ? 'windows' : 'linux'
}

const installCommands: Readonly<Record<System, string>> = {
  linux: 'curl -fsSL https://ollama.com/install.sh | sh',
  mac: 'brew install ollama',
  windows: 'winget install Ollama.Ollama',
}
