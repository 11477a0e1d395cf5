import { createCssVariablesTheme, createHighlighterCore, type GrammarState, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { languages } from './languages.ts'

export interface CodeToken {
  readonly text: string
  /** A CSS variable of the page, never a colour of its own. */
  readonly color: string | undefined
}

const linesAtOnce = 40

let highlighter: Promise<HighlighterCore> | null = null

/** Source code as coloured pieces, line by line; in one piece per line when the language is not known. */
export async function highlight(code: string, language: string): Promise<readonly (readonly CodeToken[])[]> {
  if (!isKnown(language)) return code.split(/\r\n|\n|\r/).map((text) => [{ text, color: undefined }])
  highlighter ??= createHighlighterCore({
    themes: [createCssVariablesTheme()],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const core = await highlighter
  await core.loadLanguage(languages[language])
  const lines = code.split('\n')
  const coloured: CodeToken[][] = []
  let grammarState: GrammarState | undefined
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    const piece = lines.slice(at, at + linesAtOnce).join('\n')
    const { tokens, grammarState: next } = core.codeToTokens(piece, {
      lang: language,
      theme: 'css-variables',
      ...(grammarState ? { grammarState } : {}),
    })
    grammarState = next
    coloured.push(...tokens.map((line) => line.map(({ content, color }) => ({ text: content, color }))))
    await pause()
  }
  return coloured
}

// The page goes on between the pieces of a long file.
function pause() {
  return new Promise((resolve) => setTimeout(resolve))
}

function isKnown(language: string): language is keyof typeof languages {
  return Object.hasOwn(languages, language)
}
