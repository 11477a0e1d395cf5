import { createCssVariablesTheme, createHighlighterCore, type GrammarState, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { grammarOf, type KnownLanguage, languageOf } from './languages.ts'

export interface CodeToken {
  readonly text: string
  /** A CSS variable of the page, never a colour of its own. */
  readonly color: string | undefined
}

export type CodeLine = readonly CodeToken[]

/** Colours lines of a language, one after the other. */
export interface Painter {
  /** Coloured lines, and the state in which the line after them begins. */
  readonly paint: (
    lines: string,
    from: GrammarState | null,
  ) => { readonly lines: readonly CodeLine[]; readonly end: GrammarState | null }
}

const linesAtOnce = 40

let highlighter: Promise<HighlighterCore> | null = null

/** Source code as coloured pieces, line by line; in one piece per line when the language is not known. */
export async function highlight(code: string, language: string): Promise<readonly CodeLine[]> {
  const painter = await loadPainter(language)
  if (!painter) return code.split(/\r\n|\n|\r/).map((text) => [{ text, color: undefined }])
  const lines = code.split('\n')
  const coloured: CodeLine[] = []
  let state: GrammarState | null = null
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    const painted = painter.paint(lines.slice(at, at + linesAtOnce).join('\n'), state)
    state = painted.end
    coloured.push(...painted.lines)
    await pause()
  }
  return coloured
}

/** What colours a language, loaded when it is first needed; null when the language is not known. */
export async function loadPainter(name: string): Promise<Painter | null> {
  const language = languageOf(name)
  if (!language) return null
  highlighter ??= createHighlighterCore({
    themes: [createCssVariablesTheme()],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const core = await highlighter
  await core.loadLanguage(grammarOf(language))
  return { paint: (lines, from) => paint(core, language, lines, from) }
}

/** Has the page go on between the pieces of a long file. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve))
}

function paint(core: HighlighterCore, lang: KnownLanguage, lines: string, from: GrammarState | null) {
  const { tokens, grammarState = null } = core.codeToTokens(lines, {
    lang,
    theme: 'css-variables',
    // A line of a bundled script is no line to read.
    tokenizeMaxLineLength: 2_000,
    ...(from ? { grammarState: from } : {}),
  })
  return {
    lines: tokens.map((line) => line.map(({ content, color }) => ({ text: content, color }))),
    end: grammarState,
  }
}
