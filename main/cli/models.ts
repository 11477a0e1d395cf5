import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { sendingSentence } from '#contract/chat.sentences'
import { type ModelServer, ModelsState } from '#contract/models.contract'
import { sentenceForOllamaStart } from '#contract/models.sentences'
import { type Context, WrongUse } from './context.ts'
import { details } from './model-details.ts'
import { statistics } from './model-statistics.ts'
import { count } from './words.ts'

const Options = z.object({
  allow: z.string().optional(),
  withdraw: z.string().optional(),
  startOllama: z.boolean().default(false),
  details: z.string().optional(),
  statistics: z.boolean().default(false),
  days: z.coerce.number().int().min(1).max(90).catch(0).default(7),
})
const NotStarted = z.object({ reason: z.enum(['not-here', 'not-installed', 'ended', 'silent']), detail: z.string() })

/** `alcove models`: the servers and models there are and where each is; allows a server elsewhere, or takes that back. */
export async function models(context: Context, given: Readonly<Record<string, unknown>>): Promise<number> {
  const { json, signal, printJson, print, say, withLibrary, fail } = context
  const { allow, withdraw, startOllama, details: model, statistics: wantsStatistics, days } = Options.parse(given)
  if (model !== undefined) return details(context, model)
  if (wantsStatistics) return statistics(context, days)
  return withLibrary(async ({ client }) => {
    let state = await client.models.state(undefined, { signal })
    if (startOllama) {
      const started = await client.models.startOllama(undefined, { signal }).catch(notStarted)
      if ('sentence' in started)
        return fail({ code: 'OLLAMA_NOT_STARTED', message: started.sentence }, started.sentence)
      state = ModelsState.parse(started)
    }
    if (allow !== undefined) {
      const server = named(state.servers, allow)
      await client.models.providers.allow({ id: server.id }, { signal })
      say(sendingSentence(new URL(server.address).host))
    }
    if (withdraw !== undefined) {
      await client.models.providers.withdraw({ id: named(state.servers, withdraw).id }, { signal })
    }
    if (allow !== undefined || withdraw !== undefined) state = await client.models.state(undefined, { signal })
    if (json) printJson({ active: state.active, servers: state.servers.map(toJson) })
    else printServers(state, print)
    return 0
  })
}

function named(servers: readonly ModelServer[], name: string): ModelServer {
  const found = servers.filter((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase())
  const [server] = found
  if (!server) throw new WrongUse(`there is no server ${name}; there are ${servers.map((one) => one.name).join(', ')}`)
  if (found.length > 1) throw new WrongUse(`several servers are called ${name}; name one by its id: ${ids(found)}`)
  if (server.local) throw new WrongUse(`${server.name} is on this machine: nothing has to be allowed`)
  return server
}

function ids(servers: readonly ModelServer[]): string {
  return servers.map(({ id }) => id).join(', ')
}

function toJson({ id, name, address, local, allowedAt, state, models: has }: ModelServer) {
  return { id, name, address, local, allowed: local || allowedAt !== null, state, models: has.map((one) => one.name) }
}

function printServers({ active, servers }: ModelsState, print: Context['print']): void {
  print(`Answers    ${active.runtime === 'quotes' ? 'quotes from your documents' : active.name}`)
  for (const { name, address, local, state, advice, models: has } of servers) {
    const where = local ? 'stays on this machine' : 'leaves this machine'
    print(`\n${name}, ${address}: ${where}, ${state}, ${count(has.length, 'model')}`)
    for (const model of has) print(`  ${model.name}`)
    if (advice) print(`  ${advice}`)
  }
}

function notStarted(error: unknown): { readonly sentence: string } {
  const known = error instanceof ORPCError && error.code === 'OLLAMA_NOT_STARTED' && NotStarted.safeParse(error.data)
  if (!known || !known.success) throw error
  return { sentence: sentenceForOllamaStart(known.data) }
}
