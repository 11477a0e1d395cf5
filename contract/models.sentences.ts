import type { ModelServer } from './models.contract.ts'

type ServerState = ModelServer['state']

/** What a person is told about a model server: what it means, what works without it, and what to do next. */
export function adviceForServer({
  runtime,
  state,
  address,
  version,
}: Pick<ModelServer, 'runtime' | 'state' | 'address' | 'version'>): string | null {
  if (runtime === 'openai-compatible') return adviceForCompatible(state, address)
  if (state === 'ready') return oldVersionAdvice(version)
  return adviceForOllama(state, address)
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
      return `The server at ${address} refuses the request. Check the key in Settings.`
    case 'no-models':
      return `The server at ${address} does not list the model you named. Check its name in Settings.`
    case 'failing':
      return `The server at ${address} does not answer as an OpenAI-compatible server does. The address usually ends in /v1.`
    default:
      return null
  }
}

function oldVersionAdvice(version: string | null): string | null {
  if (!isOldOllama(version)) return null
  return `Ollama ${version} has known security holes that were closed in 0.35.0. It works; please update it from ollama.com.`
}
