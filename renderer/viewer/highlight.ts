import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { bundledLanguages } from 'shiki/langs'

export interface CodeToken {
  readonly text: string
  /** A CSS variable of the page, never a colour of its own. */
  readonly color: string | undefined
}

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
  await core.loadLanguage(bundledLanguages[language])
  const { tokens } = core.codeToTokens(code, { lang: language, theme: 'css-variables' })
  return tokens.map((line) => line.map(({ content, color }) => ({ text: content, color })))
}

function isKnown(language: string): language is keyof typeof bundledLanguages {
  return Object.hasOwn(bundledLanguages, language)
}
