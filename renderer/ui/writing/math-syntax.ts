import type { Code, Effects, Extension, State, TokenizeContext } from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formula: 'formula'
    formulaMark: 'formulaMark'
    formulaData: 'formulaData'
  }
}

const dollar = 36
const backslash = 92
const roundOpen = 40
const roundClose = 41
const squareOpen = 91
const squareClose = 93

/**
 * Formulas within a line for micromark: `$a$`, `$$a$$`, `\(a\)` and `\[a\]`. A single dollar opens one only before a word
 * and closes one only behind a word and not before a figure, so that amounts of money stay amounts of money.
 */
export const formulaSyntax: Extension = {
  text: {
    [dollar]: { name: 'dollarFormula', tokenize: tokenizeDollars, previous: isNoDollar },
    [backslash]: { name: 'bracketFormula', tokenize: tokenizeBrackets },
  },
}

/** Whether what stands between two single dollars is an amount and words. */
export function isMoney(content: string): boolean {
  return /^\d/.test(content) && /(?:^|\s)[a-z]{2,}/i.test(content.replace(/\\[a-z]+/gi, ''))
}

function isNoDollar(this: TokenizeContext, code: Code): boolean {
  return code !== dollar || this.events.at(-1)?.[1].type === 'characterEscape'
}

function tokenizeDollars(effects: Effects, ok: State, nok: State): State {
  let size = 0
  let content = ''
  let last: Code = null
  return start

  function start(code: Code): State | undefined {
    effects.enter('formula')
    effects.enter('formulaMark')
    return open(code)
  }

  function open(code: Code): State | undefined {
    if (code === dollar && size < 3) {
      effects.consume(code)
      size += 1
      return open
    }
    if (size > 2 || code === null || (size === 1 && isSpace(code))) return nok(code)
    effects.exit('formulaMark')
    return between(code)
  }

  function between(code: Code): State | undefined {
    if (code === null) return nok(code)
    if (code === dollar) {
      if (content === '' || (size === 1 && isSpace(last))) return nok(code)
      effects.enter('formulaMark')
      return close(0)(code)
    }
    if (isLineEnd(code)) {
      content += '\n'
      last = code
      return takeLineEnd(effects, code, between)
    }
    effects.enter('formulaData')
    return data(code)
  }

  function data(code: Code): State | undefined {
    if (code === null || code === dollar || isLineEnd(code)) {
      effects.exit('formulaData')
      return between(code)
    }
    take(code)
    return code === backslash ? escaped : data
  }

  function escaped(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return data(code)
    take(code)
    return data
  }

  function take(code: Code) {
    effects.consume(code)
    content += code !== null && code >= 0 ? String.fromCodePoint(code) : ' '
    last = code
  }

  function close(found: number): State {
    return (code) => {
      if (code === dollar && found < size) {
        effects.consume(code)
        return close(found + 1)
      }
      if (found < size || (size === 1 && (isDigit(code) || code === dollar || isMoney(content)))) return nok(code)
      effects.exit('formulaMark')
      effects.exit('formula')
      return ok(code)
    }
  }
}

function tokenizeBrackets(effects: Effects, ok: State, nok: State): State {
  let closing = roundClose
  return start

  function start(code: Code): State | undefined {
    effects.enter('formula')
    effects.enter('formulaMark')
    effects.consume(code)
    return open
  }

  function open(code: Code): State | undefined {
    if (code !== roundOpen && code !== squareOpen) return nok(code)
    closing = code === roundOpen ? roundClose : squareClose
    effects.consume(code)
    effects.exit('formulaMark')
    return between
  }

  function between(code: Code): State | undefined {
    if (code === null) return nok(code)
    if (isLineEnd(code)) return takeLineEnd(effects, code, between)
    if (code !== backslash) {
      effects.enter('formulaData')
      return data(code)
    }
    const mark = effects.enter('formulaMark')
    effects.consume(code)
    return (next) => {
      if (next === closing) {
        effects.consume(next)
        effects.exit('formulaMark')
        effects.exit('formula')
        return ok
      }
      // It was the beginning of a command.
      mark.type = 'formulaData'
      if (next !== null && !isLineEnd(next)) {
        effects.consume(next)
        effects.exit('formulaData')
        return between
      }
      effects.exit('formulaData')
      return between(next)
    }
  }

  function data(code: Code): State | undefined {
    if (code === null || code === backslash || isLineEnd(code)) {
      effects.exit('formulaData')
      return between(code)
    }
    effects.consume(code)
    return data
  }
}

function takeLineEnd(effects: Effects, code: Code, next: State): State {
  effects.enter('lineEnding')
  effects.consume(code)
  effects.exit('lineEnding')
  return next
}

function isLineEnd(code: Code) {
  return code !== null && code < -2
}

function isSpace(code: Code) {
  return code !== null && (code < 0 || code === 32)
}

function isDigit(code: Code) {
  return code !== null && code >= 48 && code <= 57
}
