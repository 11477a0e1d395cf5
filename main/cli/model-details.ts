import { ORPCError } from '@orpc/client'
import {
  type ModelDetails,
  type ModelInMemory,
  type ModelMemory,
  OLLAMA_CALL_FAILED,
} from '#contract/model-memory.contract'
import { onGraphicsCards, sentenceForOllamaCall } from '#contract/models.sentences'
import { isSameModel } from '#models/chat/ollama.server'
import type { Context } from './context.ts'
import { bytesInWords, count } from './words.ts'

/** `alcove models --details`: what Ollama says of one model, and whether it is in memory. */
export async function details(context: Context, name: string): Promise<number> {
  const { json, signal, printJson, print, withLibrary, fail } = context
  return withLibrary(async ({ client }) => {
    const model = await client.models.details({ name }, { signal }).catch(callFailed)
    if ('sentence' in model) return fail({ code: 'OLLAMA_CALL_FAILED', message: model.sentence }, model.sentence)
    const inMemory = memoryOf(await client.models.memory.list(undefined, { signal }), name)
    if (json) printJson({ model, inMemory })
    else printModel(model, inMemory, print)
    return 0
  })
}

function memoryOf({ known, models }: ModelMemory, name: string): Omit<ModelInMemory, 'name'> | false | null {
  if (!known) return null
  const found = models.find((one) => isSameModel(one.name, name))
  if (!found) return false
  const { name: _, ...rest } = found
  return rest
}

function printModel(model: ModelDetails, inMemory: ReturnType<typeof memoryOf>, print: Context['print']): void {
  const { architecture, parameters, quantization, contextLength, usedContext, capabilities } = model
  print(model.name)
  line('Architecture', architecture)
  line('Parameters', parameters)
  line('Quantization', quantization)
  line('Context', contextLength === null ? null : `${count(contextLength, 'token')}${used()}`)
  line('Can', capabilities?.join(', ') ?? null)
  line('On disk', model.bytes === null ? null : bytesInWords(model.bytes))
  line('Needs', needs())
  line('In memory', inMemory === null ? null : inMemory ? memoryWords(inMemory) : 'no')
  for (const { name, value } of model.settings) line(name, value)
  for (const [title, text] of [
    ['System prompt', model.system],
    ['Template', model.template],
    ['License', model.license],
  ] as const) {
    if (text) print(`\n${title}\n${text}`)
  }

  function line(name: string, value: string | null) {
    if (value !== null) print(`  ${name.padEnd(14)}${value}`)
  }

  function used() {
    return usedContext === null || usedContext === contextLength ? '' : `, of which Alcove uses ${usedContext}`
  }

  function needs() {
    if (model.memory === null) return null
    const need = `about ${bytesInWords(model.memory)} of memory`
    return model.machineMemory === null ? need : `${need}; this machine has ${bytesInWords(model.machineMemory)}`
  }
}

function memoryWords({ bytes, graphicsBytes, until }: Omit<ModelInMemory, 'name'>): string {
  const size = bytes === null ? [] : [bytesInWords(bytes)]
  const graphics =
    bytes === null || graphicsBytes === null ? [] : [onGraphicsCards({ bytes, graphicsBytes }, bytesInWords)]
  const time = until === null ? [] : [until === 'server-ends' ? 'until Ollama ends' : `until ${timeOf(until)}`]
  return ['yes', ...size, ...graphics, ...time].join(', ')
}

function timeOf(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

function callFailed(error: unknown): { readonly sentence: string } {
  const known =
    error instanceof ORPCError && error.code === 'OLLAMA_CALL_FAILED' && OLLAMA_CALL_FAILED.data.safeParse(error.data)
  if (!known || !known.success) throw error
  return { sentence: sentenceForOllamaCall(known.data) }
}
