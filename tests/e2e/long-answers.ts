export interface LongAnswer {
  readonly name: string
  readonly text: string
  /** Words of its first line and of its last. */
  readonly first: string
  readonly last: string
}

const lines = 10_000
const blockLines = 24

/** Answers of ten thousand lines: of everything, and of one kind alone, which no blank line cuts. */
export const longAnswers: readonly LongAnswer[] = [
  {
    name: 'an answer of everything',
    text: mixed(),
    first: 'Quay 0 ',
    last: `Quay ${Math.ceil(lines / blockLines) - 1} `,
  },
  { name: 'one piece of code', text: code(), first: 'moor(0)', last: `moor(${lines - 3})` },
  { name: 'one list', text: list(), first: 'berth0 ', last: `berth${lines - 1} ` },
  { name: 'one table', text: table(), first: 'row0', last: `row${lines - 3}` },
]

function mixed() {
  const parts = Array.from({ length: Math.ceil(lines / blockLines) }, (_, n) =>
    [
      `## Quay ${n} at length`,
      '',
      `It holds **${n} ships** [1], at $d_${n}$ metres.`,
      'A second line of *the same* paragraph.',
      '',
      '- one `berth` more',
      '- two, [far](https://example.org)',
      '- [x] three',
      '',
      '```ts',
      `const quay${n} = moor(${n})`,
      '// high water only',
      'await quay.close()',
      'const depth = "4 m"',
      '```',
      '',
      '| quay | depth |',
      '|---|---|',
      `| A${n} | 4 |`,
      '| B | 5 |',
      '',
      '1. come in',
      '2. go out',
      '',
      '',
    ].join('\n'),
  )
  return parts.join('')
}

function code() {
  const body = Array.from({ length: lines - 2 }, (_, n) => `moor(${n}) // tide`)
  return `\`\`\`ts\n${body.join('\n')}\n\`\`\``
}

function list() {
  return Array.from({ length: lines }, (_, n) => `- berth${n} **one**`).join('\n')
}

function table() {
  return `| a | b |\n|---|---|\n${Array.from({ length: lines - 2 }, (_, n) => `| row${n} |*4*|`).join('\n')}`
}
