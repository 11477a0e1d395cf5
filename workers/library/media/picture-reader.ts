import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ok } from '#contract/result'
import type { PictureLanguage } from '#models/reading/languages'
import { refuse } from '../failure.ts'
import type { PictureReader, RecognisedLine } from './media.ts'
import { startTesseract, type Tesseract } from './tesseract.ts'

export interface OpenPictureReader extends PictureReader {
  close(): void
}

/** A thread that has had nothing to read for so long is ended: it holds a hundred megabytes. */
const restAfter = 15_000
/** The memory of its thread only grows; after a picture that made the process this large it starts anew. */
const largeProcess = 700 * 1_048_576

/** Recognises what is written in pictures; its thread starts with the first one and ends when there is none for a while. */
export function createPictureReader(languages: readonly PictureLanguage[]): OpenPictureReader {
  let tesseract: Promise<Tesseract> | null = null
  let resting: NodeJS.Timeout | undefined

  return { read, close }

  async function read(picture: Uint8Array) {
    clearTimeout(resting)
    tesseract ??= start()
    try {
      const opened = await tesseract.catch((error: unknown) => notOpened(error))
      if ('failure' in opened) return opened
      const page = Page.parse(await opened.recognise(picture))
      return ok(linesOf(page))
    } catch (error) {
      // What the thread says about a picture it could not decode.
      if (error instanceof Error && /attempting to read image/.test(error.message)) {
        return refuse('FILE_DAMAGED', 'The picture could not be decoded')
      }
      // Anything else may have left it in a bad state.
      close()
      throw error
    } finally {
      if (process.memoryUsage.rss() > largeProcess) close()
      else resting = setTimeout(close, restAfter).unref()
    }
  }

  async function start(): Promise<Tesseract> {
    const data = await Promise.all(languages.map(async ({ code, path }) => ({ code, data: await readFile(path) })))
    return startTesseract(data)
  }

  function notOpened(error: unknown) {
    tesseract = null
    const codes = languages.map(({ code }) => code).join(', ')
    const reason = error instanceof Error ? error.message : 'unknown'
    return refuse('PICTURES_NOT_SET_UP', `The language data (${codes}) does not open: ${reason}`)
  }

  function close(): void {
    clearTimeout(resting)
    void tesseract?.then(
      (opened) => opened.close(),
      () => {},
    )
    tesseract = null
  }
}

const Line = z.object({
  text: z.string(),
  confidence: z.number(),
  bbox: z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() }),
})
type Line = z.infer<typeof Line>

const Page = z.object({
  blocks: z.array(z.object({ paragraphs: z.array(z.object({ lines: z.array(Line) })) })).nullable(),
})
type Page = z.infer<typeof Page>

/** Below it a line is more likely texture than writing: print has 85 and more, photographs 10 to 40. */
const leastConfidence = 55

function linesOf({ blocks }: Page): RecognisedLine[] {
  const paragraphs = (blocks ?? []).flatMap((block) => block.paragraphs.map(({ lines }) => lines))
  const all = paragraphs.flat()
  const kept = paragraphs.flatMap((lines) =>
    lines.filter(isWriting).map(({ text, bbox }, index) => ({
      text: text.replace(/\s+/g, ' ').trim(),
      left: bbox.x0,
      top: bbox.y0,
      right: bbox.x1,
      bottom: bbox.y1,
      opens: index === 0,
    })),
  )
  // Where most of what was found is texture, the few lines that look like writing are so by chance.
  return letters(kept) * 5 < letters(all) && letters(kept) < 20 ? [] : kept
}

function isWriting({ text, confidence }: Line): boolean {
  return confidence >= leastConfidence && /[\p{L}\p{N}]{2}/u.test(text)
}

function letters(lines: readonly { readonly text: string }[]): number {
  return lines.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0)
}
