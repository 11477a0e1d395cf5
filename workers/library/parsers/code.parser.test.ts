import { expect, test } from 'vitest'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { Limits } from '../limits.ts'
import { readDocument } from '../read-document.ts'

const countTokens = loadTokenizer().count
const work = (n: number) => '    waiting = cleanThePump(waiting, everyFourWeeks, byThePersonOnDuty)\n'.repeat(n)

test('a class larger than a passage is cut at its methods, each with the comment above it and the class as its heading', async () => {
  const text = `import { pump } from './pump'

/** Files that wait. */
export class Queue extends Line {
  private waiting = 0
  /** Starts the next file. */
  advance() {
${work(9)}  }
  // Takes one out.
  @logged cancel(id) {
${work(9)}  }
}

export function sum(a, b) {
  return a + b
}
`
  const { passages } = await readOk('queue.ts', text)

  expect(passages).toMatchObject([
    { place: { name: 'Queue', symbol: 'class' }, heading: null, startLine: 1 },
    {
      place: { kind: 'symbol', name: 'Queue.advance', symbol: 'method' },
      heading: 'export class Queue extends Line',
      text: expect.stringMatching(/^\/\*\* Starts the next file\. \*\/\n {2}advance\(\) \{[^]*\}$/),
    },
    {
      place: { name: 'Queue.cancel' },
      heading: 'export class Queue extends Line',
      text: expect.stringMatching(/^\/\/ Takes one out\.\n {2}@logged cancel/),
    },
    {
      place: { name: 'sum', symbol: 'function' },
      heading: null,
      text: 'export function sum(a, b) {\n  return a + b\n}',
    },
  ])
})

test('small neighbours share a passage, and a file that fits is one', async () => {
  const text = 'export const a = 1\n\nexport function b() {}\n\nexport function c() {}\n'

  expect((await readOk('small.js', text)).passages).toMatchObject([{ text: text.trim(), heading: null }])
})

test.each<[string, string, readonly string[], readonly string[]]>([
  [
    'a.ts',
    `import type { T } from "y"\nexport * from './z'\nconst fs = require('fs')\nexport class Queue<T> { size = 1; advance() { function inner() {} } }\ninterface I { m(): void }\nexport type U = string\nenum E { A }\nnamespace N { export const f = () => {} }\nabstract class A { abstract foo(): void }`,
    [
      'class Queue',
      'property Queue.size',
      'method Queue.advance',
      'function Queue.advance.inner',
      'interface I',
      'method I.m',
      'type U',
      'enum E',
      'module N',
      'function N.f',
      'class A',
      'method A.foo',
    ],
    ['1 y', '2 ./z', '3 fs'],
  ],
  [
    'a.jsx',
    `import y from 'y'\nexports.foo = function () {}\n!(function () { function inside() {} })()\nexport const View = () => <div>{y}</div>`,
    ['function foo', 'function inside', 'function View'],
    ['1 y'],
  ],
  [
    'a.py',
    `import os, sys as s\nfrom a.b import c\nLIMIT = 3\nvalue = 4\n@cached\ndef f(): pass\nclass A(B):\n    def m(self): pass\nif TYPE_CHECKING:\n    from . import d\n    def g(): pass\n`,
    ['constant LIMIT', 'function f', 'class A', 'method A.m', 'function g'],
    ['1 os', '1 sys', '2 a.b', '10 .'],
  ],
  [
    'a.go',
    `package main\nimport (\n\tx "os"\n\t"fmt"\n)\ntype Queue[T any] struct { a int }\ntype I interface { M() }\nconst K = 1\nfunc (q *Queue[T]) Advance() error { return nil }\nfunc f() {}\n`,
    ['class Queue', 'interface I', 'constant K', 'method Queue.Advance', 'function f'],
    ['3 os', '4 fmt'],
  ],
  [
    'a.rs',
    `use std::io;\nuse a::{b, c};\n/// About it.\n#[derive(Debug)]\npub struct Queue<T> { a: T }\ntrait T { fn a(&self); }\nimpl<T> Display for Queue<T> { fn fmt(&self) {} }\nmod m { fn g() {} }\nmacro_rules! mac { () => {} }\n`,
    [
      'class Queue',
      'interface T',
      'method T.a',
      'class impl Display for Queue',
      'method Queue.fmt',
      'module m',
      'function m.g',
      'macro mac',
    ],
    ['1 std::io', '2 a::{b, c}'],
  ],
  [
    'a.java',
    `package a;\nimport java.util.List;\nimport static x.Y.*;\npublic class Queue { private int a, b = 1; Queue() {} @Override void advance() {} class Inner {} }\nenum E { A; void f() {} }\nrecord R(int a) {}`,
    [
      'class Queue',
      'property Queue.a',
      'property Queue.b',
      'method Queue.Queue',
      'method Queue.advance',
      'class Queue.Inner',
      'enum E',
      'method E.f',
      'class R',
    ],
    ['2 java.util.List', '3 x.Y.*'],
  ],
  [
    'a.cs',
    `using System;\nusing X = System.IO;\nnamespace A.B { public class Queue { int a; public int P { get; set; } void Advance() { void Local() {} } } }\ninterface I { void M(); }`,
    [
      'module A.B',
      'class A.B.Queue',
      'property A.B.Queue.a',
      'property A.B.Queue.P',
      'method A.B.Queue.Advance',
      'function A.B.Queue.Advance.Local',
      'interface I',
      'method I.M',
    ],
    ['1 System', '2 System.IO'],
  ],
  [
    'a.cpp',
    `#include <stdio.h>\n#include "x.h"\n#define K 1\nnamespace n { template <typename T> class Queue { Queue(); int a; void advance() {} }; }\nstruct S;\ntemplate<typename T> void Queue<T>::more() {}\nint *fp(int a) { return 0; }\n#ifdef X\nint proto(int);\n#endif\n`,
    [
      'macro K',
      'module n',
      'class n.Queue',
      'method n.Queue.Queue',
      'property n.Queue.a',
      'method n.Queue.advance',
      'function Queue.more',
      'function fp',
      'function proto',
    ],
    ['1 stdio.h', '2 x.h'],
  ],
  [
    'a.php',
    `<?php\nuse X\\Y;\nrequire_once 'a.php';\nclass Queue { const C = 1; private $a; function advance() {} }\ntrait T {}\nfunction f() {}\n`,
    ['class Queue', 'property Queue.C', 'property Queue.$a', 'method Queue.advance', 'class T', 'function f'],
    ['2 X\\Y', '3 a.php'],
  ],
  [
    'a.rb',
    `require 'a'\nrequire_relative "b"\nmodule A\n  K = 1\n  class Queue\n    def advance; end\n    def self.make; end\n    private def w; end\n  end\nend\ndef f(a) = 1\n`,
    [
      'module A',
      'constant A.K',
      'class A.Queue',
      'method A.Queue.advance',
      'method A.Queue.make',
      'method A.Queue.w',
      'function f',
    ],
    ['1 a', '2 b'],
  ],
  [
    'a.sh',
    'source ./a.sh\n. "b.sh"\nf() { echo; }\nif true; then\n  function k { :; }\nfi\n',
    ['function f', 'function k'],
    ['1 ./a.sh', '2 b.sh'],
  ],
  [
    'a.ps1',
    'using module A\nImport-Module Foo\nfunction Get-X {\n  param($a)\n  $a\n}\nclass Queue {\n  [int]$A\n  [void] Advance() { }\n}\n',
    ['function Get-X', 'class Queue', 'property Queue.$A', 'method Queue.Advance'],
    ['1 A', '2 Foo'],
  ],
  [
    'a.css',
    '@import "a.css";\n:root { --x: 1 }\n@media print { .a, .b:hover { color: red } }\n@keyframes k { from { a: b } }\n',
    ['class :root', 'class .a, .b:hover', 'function k'],
    ['1 a.css'],
  ],
])('definitions and imports of %s', async (name, text, symbols, imports) => {
  const draft = await readOk(name, text)

  expect({
    symbols: draft.symbols.map((symbol) => `${symbol.kind} ${symbol.name}`),
    imports: draft.imports.map(({ line, module }) => `${line} ${module}`),
  }).toEqual({ symbols, imports })
})

test('lines and places are right behind characters of more than one unit, and the same text gives the same each time', async () => {
  const text = `// 漢字 😀😀\n${'const face = "😀漢字"\n'.repeat(40)}\n/** 😀 */\nfunction later() {\n${work(9)}}\n`

  const [first, second] = [await readOk('faces.ts', text), await readOk('faces.ts', text)]

  const found = { symbol: first.symbols.at(-1), passage: first.passages.at(-1), same: first }
  expect(found).toMatchObject({
    symbol: { name: 'later', startLine: 44, endLine: 54 },
    passage: { place: { name: 'later' }, text: expect.stringMatching(/^\/\*\* 😀 \*\/\nfunction later\(\) \{[^]*\}$/) },
    same: second,
  })
})

test('a text that is none of its language is cut at its empty lines', async () => {
  const text = `<?xml version="1.0"?>\n<TS>\n${'<message><source>Hello (world</source></message>\n'.repeat(30)}\n</TS>\n`
  const { symbols, passages } = await readOk('words.ts', text)

  expect([symbols, passages.length > 1]).toEqual([[], true])
})

test('definitions in a file with an error are found all the same', async () => {
  const { symbols } = await readOk(
    'half.ts',
    `function a() {}\n${'const value = 1\n'.repeat(20)}let broken = = (\nfunction c() {}\n`,
  )

  expect(symbols.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'value']))
})

test('hostile source is read without its definitions at worst, whatever its language', {
  timeout: 120_000,
}, async () => {
  const nested = '{'.repeat(100_000)
  const outcomes: string[] = []
  for (const extension of 'ts py go rs java cs cpp php rb sh ps1 css'.split(' ')) {
    const draft = await read(`a.${extension}`, nested, (text) => Math.ceil(text.length / 4))
    outcomes.push(draft.ok && draft.value.passages.length > 50 ? 'read' : `${extension} refused`)
  }

  const next = await readOk('next.ts', 'function after() {}')
  expect([new Set(outcomes), next.symbols.map(({ name }) => name)]).toEqual([new Set(['read']), ['after']])
})

test('five megabytes on one line are cut into passages, and noise is no code', async () => {
  const line = 'function a(b){return b+1};var c={d:"e"};'
  const minified = await read('a.js', line.repeat(5_000_000 / line.length), (text) => Math.ceil(text.length / 4))
  const noise = await read('a.ts', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256)))

  expect([minified.ok && minified.value.passages.length > 4_000, noise.ok || noise.failure.code]).toEqual([
    true,
    'FILE_BINARY',
  ])
})

async function readOk(name: string, text: string) {
  const draft = await read(name, text)
  if (!draft.ok) throw new Error(draft.failure.code)
  const { passages, ...about } = draft.value
  return { ...about, passages: passages.map((one) => ({ ...one, text: about.text.slice(one.start, one.end) })) }
}

function read(name: string, content: string | Uint8Array, count = countTokens) {
  return readDocument({
    name,
    bytes: new Uint8Array(Buffer.from(content)),
    limits: Limits.parse({}),
    countTokens: count,
  })
}
