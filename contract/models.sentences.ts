import { sendingSentence } from './chat.sentences.ts'
import type { OllamaCallFailed } from './model-memory.contract.ts'
import type { ModelServer, OllamaNotStarted } from './models.contract.ts'

type ServerState = ModelServer['state']

/** What a person is told about a model server: what it means, what works without it, and what to do next. */
export function adviceForServer({
  runtime,
  state,
  address,
  version,
}: Pick<ModelServer, 'runtime' | 'state' | 'address' | 'version'>): string | null {
  if (state === 'not-allowed') {
    return `It is not on this machine, so it is asked nothing until you allow it. ${sendingSentence(hostOf(address))}`
  }
  if (state === 'held-back') {
    return `Nothing leaves this machine at present, so ${hostOf(address)} was not asked. The switch is in Settings, Privacy.`
  }
  if (runtime === 'openai-compatible') return adviceForCompatible(state, address)
  if (state === 'ready') return oldVersionAdvice(version)
  return adviceForOllama(state, address)
}

/** What a person is told when Ollama could not be started: what happened and what to do next. */
export function sentenceForOllamaStart({ reason, detail }: Pick<OllamaNotStarted, 'reason' | 'detail'>): string {
  switch (reason) {
    case 'not-here':
      return `Ollama is set up at ${detail}, which Alcove cannot start. Start it there, or change the address.`
    case 'not-installed':
      return 'Ollama was not found on this machine. Install it from ollama.com, then try again; until then Alcove answers with quotes.'
    case 'ended':
      return `Ollama was started and ended at once (${detail}). Run \`ollama serve\` in a terminal: it says there what is wrong. Until then Alcove answers with quotes.`
    case 'silent':
      return `Ollama was started, but did not answer within ${detail}. It may still come: look again in a moment. Until then Alcove answers with quotes.`
  }
}

/** What a person is told when Ollama did not do with a model what it was asked: what happened and what to do next. */
export function sentenceForOllamaCall({ reason, name, detail }: Omit<OllamaCallFailed, 'code' | 'message'>): string {
  switch (reason) {
    case 'not-allowed':
      return `Ollama is at ${hostOf(detail)}, which is asked nothing until you allow it. The Models page does that.`
    case 'held-back':
      return 'Nothing leaves this machine at present, so Ollama was not asked. The switch is in Settings, Privacy.'
    case 'not-running':
      return `Ollama does not answer at ${detail}. Start it and try again; until then Alcove answers with quotes.`
    case 'model-missing':
      return `Ollama has no model ${name}. Look at how it is written, or fetch it on the Models page.`
    case 'out-of-memory':
      return `There is not enough memory for ${name}. Take another model out of memory, close other programs, or choose a smaller one. Ollama said: ${detail}`
    case 'silent':
      return `Ollama has not got ${name} ready in all the time it may take. It may still come: look again in a while, or restart Ollama.`
    case 'refused':
      return `Ollama refused. It said: ${detail}`
    case 'failing':
      return `Ollama could not do it. Try again; if it stays like this, restart Ollama. It said: ${detail}`
  }
}

/** How much of a model in memory is on graphics cards; `words` says a size. */
export function onGraphicsCards(
  { bytes, graphicsBytes }: Readonly<Record<'bytes' | 'graphicsBytes', number>>,
  words: (bytes: number) => string,
): string {
  const share = graphicsBytes === 0 ? 'none' : graphicsBytes >= bytes ? 'all' : words(graphicsBytes)
  return `${share} of it on graphics cards`
}

/** Whether a version of Ollama has known holes that let a model file or a web page harm the machine. */
export function isOldOllama(version: string | null): boolean {
  const [major, minor] = (version ?? '').split('.').map(Number)
  // 0.0.0 is what someone's own build calls itself.
  if (major === undefined || minor === undefined || !Number.isFinite(minor) || (version ?? '').startsWith('0.0.0')) {
    return false
  }
  return major === 0 && minor < 35
}

function adviceForOllama(state: ServerState, address: string): string | null {
  switch (state) {
    case 'no-models':
      return 'Ollama is running but has no model that can chat. Run `ollama pull llama3.2` (2 GB) or another model; until then Alcove answers with quotes.'
    case 'not-running':
      return `Ollama is not running at ${address}. Start it (open the Ollama app, or run \`ollama serve\`); until then Alcove answers with quotes from your documents.`
    case 'not-installed':
      return 'Ollama was not found on this machine. Alcove works without it and answers with quotes; to have answers written by a local model, install it from ollama.com and run `ollama pull llama3.2`.'
    case 'refused':
      return `The server at ${address} refuses to talk to Alcove. If it runs on another machine, allow this one there (OLLAMA_ORIGINS); until then Alcove answers with quotes.`
    case 'failing':
      return `Something answers at ${address}, but not as Ollama does. Check the address in Settings, or restart Ollama; until then Alcove answers with quotes.`
    default:
      return null
  }
}

function adviceForCompatible(state: ServerState, address: string): string | null {
  switch (state) {
    case 'not-running':
      return `No server answers at ${address}. Start it, or check the address in Settings.`
    case 'refused':
      return `The server at ${address} refuses the request. Look at its key: it may be missing, wrong or locked.`
    case 'no-models':
      return `The server at ${address} answers, but has no model that can be chosen. Load one there, or name one here.`
    case 'failing':
      return `The server at ${address} does not answer as an OpenAI-compatible server does. The address usually ends in /v1.`
    default:
      return null
  }
}

/** What is said of models that were named and that their server does not list. */
export function adviceForMissing(address: string, missing: readonly string[]): string {
  return `The server at ${address} does not list ${missing.join(', ')}. Look at how ${missing.length === 1 ? 'it is' : 'they are'} written.`
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//i, '').split('/')[0] ?? address
}

function oldVersionAdvice(version: string | null): string | null {
  if (!isOldOllama(version)) return null
  return `Ollama ${version} has known security holes that were closed in 0.35.0. It works; please update it from ollama.com.`
}
