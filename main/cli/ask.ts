import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import type { Answer, AskEvent, Citation } from '#contract/chat.contract'
import { stoodInSentence } from '#contract/chat.sentences'
import { placeInWords } from '#contract/place-words'
import type { Context } from './context.ts'
import { createReadingOrder } from './reading-order.ts'

/** `alcove ask`: an answer with its sources; streams on a terminal. */
export async function ask(context: Context, words: readonly string[]): Promise<number> {
  const { json, signal, withLibrary, printJson, fail } = context
  return withLibrary(async ({ client }) => {
    let answer: Answer | null = null
    const inOrder = createReadingOrder()
    try {
      for await (const event of await client.chat.ask({ question: words.join(' ') }, { signal })) {
        if (!json) show(event, inOrder)
        if (event.type === 'done' || event.type === 'interrupted') answer = event.answer
      }
    } catch (error) {
      if (!(error instanceof ORPCError) || error.code !== 'MODEL_NOT_READY') throw error
      return fail(
        { code: error.code, message: error.message },
        NotAllowed.safeParse(error.data).success
          ? `${error.message}. Nothing was sent. \`alcove models --allow SERVER\` lets questions be sent there.`
          : `${error.message}. Your library is safe; \`alcove doctor\` says more.`,
      )
    }
    if (!answer) throw new Error('The answer ended without its last event')
    if (json) printJson(toJson(answer))
    else printSources(answer, context)
    if (answer.failure) context.say(`The answer broke off: ${answer.failure.message}. What was written is kept.`)
    return answer.failure ? 1 : 0
  })
}

const NotAllowed = z.object({ reason: z.literal('not-allowed') })

function show(event: AskEvent, inOrder: ReturnType<typeof createReadingOrder>) {
  if (event.type === 'passages') inOrder.known(event.passages.length)
  if (event.type === 'token') process.stdout.write(inOrder.add(event.text))
  if (event.type === 'done' || event.type === 'interrupted') process.stdout.write(inOrder.end())
}

function toJson({ text, mode, model, citations, timings }: Answer) {
  return {
    answer: text,
    mode,
    model,
    citations: citations.map(({ n, quote, passage: { id, path, title, page } }) => ({
      n,
      passageId: id,
      path,
      title,
      page,
      quote,
    })),
    milliseconds: timings,
  }
}

function printSources(answer: Answer, { print }: Context) {
  const { mode, model, local, sentTo, text, citations, given, standsInFor } = answer
  print(text === '' ? 'Nothing in your library answers this.' : '')
  for (const citation of citations)
    print(`[${citation.n}] ${citation.passage.title}${place(citation)}\n    ${citation.passage.path}`)
  const by = {
    model: `Written by ${model}${local ? ' on this machine' : `, not on this machine${sentTo ? ` but on ${sentTo}` : ''}`}`,
    quotes: 'Quoted word for word; no model wrote this',
    nothing: 'Nothing relevant found',
  }
  print(
    `${citations.length > 0 ? '\n' : ''}${by[mode]}, from ${given.passages} passages of ${given.searched} documents searched.`,
  )
  if (standsInFor) print(stoodInSentence(standsInFor, model ?? 'quotes'))
}

function place({ passage }: Citation): string {
  const { type, page, heading, startLine, title } = passage
  if (page !== null && type !== 'slides') return `, page ${page}`
  const words = placeInWords(passage)
  if (words !== null) return `, ${words}`
  if (heading === title) return ''
  if (heading?.startsWith(`${title} › `)) return heading.slice(title.length)
  return heading ? ` › ${heading}` : `, line ${startLine}`
}
