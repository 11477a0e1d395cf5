import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type * as TreeSitter from 'web-tree-sitter'
import type { Language, Tree } from 'web-tree-sitter'

// Node has it, its types do not name it.
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => WasmMemory
  readonly RuntimeError: new () => Error
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<CompiledGrammar>
}
interface WasmMemory {
  readonly buffer: ArrayBuffer
}
type CompiledGrammar = Parameters<typeof Language.loadSync>[0]

/** The most that is parsed: beyond it a file is generated, and its definitions tell nobody anything. */
const mostCharacters = 2_000_000

/**
 * The syntax tree of a source text, given to `look` and freed afterwards; null when there is no such grammar or the text costs
 * too much to parse. Grammars are loaded when the first text of their language comes.
 */
export async function withSyntaxTree<T>(grammar: string, text: string, look: (tree: Tree) => T): Promise<T | null> {
  if (text.length > mostCharacters) return null
  const compiled = await compiledGrammar(grammar)
  if (!compiled) return null
  const machine = await running()
  try {
    setOptimiser('off')
    return parse({ machine, language: languageOf(machine, grammar, compiled), text, look })
  } catch (error) {
    // The grammars are C: out of memory or bounds they stop as a whole, and nothing in that machine can be trusted.
    discard(machine)
    if (error instanceof WebAssembly.RuntimeError) return null
    throw error
  } finally {
    setOptimiser('on')
    // Its memory can grow but never shrink.
    if (machine.memory.buffer.byteLength > keptBytes) discard(machine)
  }
}

interface ParseInput<T> {
  readonly machine: Machine
  readonly language: Language
  readonly text: string
  readonly look: (tree: Tree) => T
}

function parse<T>({ machine, language, text, look }: ParseInput<T>): T | null {
  const parser = new machine.treeSitter.Parser()
  let tree: Tree | null = null
  try {
    parser.setLanguage(language)
    const budget = budgetFor(text, machine.memory)
    tree = parser.parse((index) => budget.read(index), null, { progressCallback: () => budget.isSpent() })
    return tree && !budget.isSpent() ? look(tree) : null
  } finally {
    release(tree)
    release(parser)
  }
}

function release(held: { delete(): void } | null): void {
  try {
    held?.delete()
  } catch {
    // In a machine that broke nothing can be freed. It has to be tried, or the garbage collector would try and fail later,
    // outside of every call, which ends the process.
  }
}

/** One running copy of the parser's code with its memory and the grammars loaded into it. */
interface Machine {
  readonly treeSitter: typeof TreeSitter
  readonly memory: WasmMemory
  readonly languages: Map<string, Language>
}

const page = 65_536
const firstBytes = 32 * 1_048_576
const mostBytes = 128 * 1_048_576
/** From here on parsing is stopped in good order. */
const enoughBytes = 80 * 1_048_576
const keptBytes = 64 * 1_048_576

let machine: Promise<Machine> | null = null

function running(): Promise<Machine> {
  machine ??= start()
  return machine
}

async function start(): Promise<Machine> {
  // The package holds one machine for good, so a new one needs a new copy of the package, and only this kind can be let go.
  const require = createRequire(import.meta.url)
  delete require.cache[require.resolve('web-tree-sitter')]
  const treeSitter: typeof TreeSitter = require('web-tree-sitter')
  const memory = new WebAssembly.Memory({ initial: firstBytes / page, maximum: mostBytes / page })
  await treeSitter.Parser.init({ wasmMemory: memory, print: () => {}, printErr: () => {} })
  return { treeSitter, memory, languages: new Map() }
}

function discard({ languages }: Machine): void {
  languages.clear()
  machine = null
}

function languageOf({ treeSitter, languages }: Machine, grammar: string, compiled: CompiledGrammar): Language {
  const language = languages.get(grammar) ?? treeSitter.Language.loadSync(compiled)
  languages.set(grammar, language)
  return language
}

const compiledGrammars = new Map<string, Promise<CompiledGrammar | null>>()

function compiledGrammar(grammar: string): Promise<CompiledGrammar | null> {
  const known = compiledGrammars.get(grammar) ?? compile(grammar)
  compiledGrammars.set(grammar, known)
  return known
}

/** Null when its file is missing or damaged: code is then read without its definitions. */
async function compile(grammar: string): Promise<CompiledGrammar | null> {
  try {
    const require = createRequire(import.meta.url)
    const folder = dirname(require.resolve('@vscode/tree-sitter-wasm/package.json'))
    const bytes = new Uint8Array(await readFile(join(folder, 'wasm', `tree-sitter-${grammar}.wasm`)))
    setOptimiser('off')
    try {
      return await WebAssembly.compile(bytes)
    } finally {
      setOptimiser('on')
    }
  } catch {
    return null
  }
}

/**
 * On the tables of a grammar the optimising compiler takes hundreds of megabytes (2.1 GB for thirteen grammars, against 0.2 GB
 * without it) and gains no time. The setting is one for the whole process, so it is off only while grammars are at work.
 */
function setOptimiser(state: 'on' | 'off'): void {
  const sign = state === 'on' ? '--' : '--no-'
  setFlagsFromString(`${sign}wasm-tier-up`)
  setFlagsFromString(`${sign}wasm-dynamic-tiering`)
}

const slice = 5_000

/**
 * What a parse may cost: about twice what the densest real code was seen to need, counted in steps, characters
 * and memory, not in time, so that the same text is parsed or not parsed on every machine. Once it is spent the text ends
 * early, since a scanner that reads on and on asks nobody.
 */
function budgetFor(text: string, memory: WasmMemory) {
  let steps = 500 + text.length / 20
  let characters = 100_000 + text.length * 6
  return { read, isSpent }

  function read(index: number): string {
    const part = text.slice(index, index + slice)
    characters -= part.length
    return characters < 0 ? '' : part
  }

  function isSpent(): boolean {
    steps -= 1
    return steps < 0 || characters < 0 || memory.buffer.byteLength > enoughBytes
  }
}
