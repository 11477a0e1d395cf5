import { createHash } from 'node:crypto'
import { createScriptedModel } from './scripted-model.ts'

/** The version of the Ollama that answers at an address, null when none does. */
export async function versionOfOllama(address: string): Promise<string | null> {
  try {
    const response = await fetch(`${address}/api/version`, { signal: AbortSignal.timeout(3_000) })
    const { version } = (await response.json()) as { readonly version: string }
    return version
  } catch {
    return null
  }
}

/** Brings a model that writes `text` into a real Ollama under this name; what it returns takes it out again. */
export async function createRealModel(address: string, name: string, text: string): Promise<() => Promise<void>> {
  const { file, template } = createScriptedModel(text)
  const digest = `sha256:${createHash('sha256').update(file).digest('hex')}`
  await must(fetch(`${address}/api/blobs/${digest}`, { method: 'POST', body: new Uint8Array(file) }))
  await must(
    fetch(`${address}/api/create`, {
      method: 'POST',
      body: JSON.stringify({
        model: name,
        files: { 'scripted.gguf': digest },
        template,
        parameters: { temperature: 0 },
        stream: false,
      }),
    }),
  )
  return async () => {
    await must(fetch(`${address}/api/delete`, { method: 'DELETE', body: JSON.stringify({ model: name }) }))
  }
}

async function must(request: Promise<Response>): Promise<void> {
  const response = await request
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  await response.body?.cancel()
}
