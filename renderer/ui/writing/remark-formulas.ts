import type { Extension } from 'mdast-util-from-markdown'
// Names what a processor's data may hold.
import type {} from 'remark-parse'
import type { Processor } from 'unified'
import { formulaSyntax } from './math-syntax.ts'

declare module 'mdast' {
  interface PhrasingContentMap {
    formula: FormulaNode
  }
  interface RootContentMap {
    formula: FormulaNode
  }
}

interface FormulaNode {
  type: 'formula'
  value: string
  data: {
    hName: 'code'
    hProperties: { className: string[] }
    hChildren: { type: 'text'; value: string }[]
  }
}

/** Reads the formulas of a text; they become code of the class `formula`, or `formula wide` for one on its own. */
export function remarkFormulas(this: Processor) {
  const data = this.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), formulaSyntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), formulaTree]
}

const formulaTree: Extension = {
  enter: {
    formula(token) {
      const wide = /^(?:\$\$|\\\[)/.test(this.sliceSerialize(token))
      const className = wide ? ['formula', 'wide'] : ['formula']
      this.enter(
        { type: 'formula', value: '', data: { hName: 'code', hProperties: { className }, hChildren: [] } },
        token,
      )
      this.buffer()
    },
    formulaData(token) {
      this.config.enter.data?.call(this, token)
    },
  },
  exit: {
    formula(token) {
      const value = this.resume().trim()
      const node = this.stack.at(-1)
      if (node?.type === 'formula') {
        node.value = value
        node.data.hChildren.push({ type: 'text', value })
      }
      this.exit(token)
    },
    formulaData(token) {
      this.config.exit.data?.call(this, token)
    },
  },
}
