import ts from 'typescript'
import { expect, test } from 'vitest'
import { logEvents } from '../../contract/log.ts'
import { isProduct, parse, type SourceFile, sourceFiles } from './source-files.ts'

/** Who may write to a stream: the command line, and what is started by hand in a terminal. */
const speaks = [/^main\/cli\//, /^main\/web\/serve\.ts:/]
const levels = new Set(['debug', 'info', 'warn', 'error'])

test('nothing but the command line writes to a console or to standard output and error', () => {
  const found = product().flatMap((file) => [...consoleIn(file), ...writesIn(file)])

  expect(found.filter((line) => !speaks.some((path) => path.test(line)))).toEqual([])
})

test('a log is told known events by their names alone', () => {
  const calls = product().flatMap(logCallsIn)

  expect(calls.filter(({ event }) => !event).map(({ at }) => at)).toEqual([])
  expect(calls.length).toBeGreaterThan(15)
})

test('one file makes loggers, and nobody else has their library', () => {
  const having = product().filter(({ text }) => /from 'pino|'pino-roll'/.test(text))

  expect(having.map(({ path }) => path)).toEqual(['main/app/log.ts'])
})

test('every event is told somewhere', () => {
  const all = product()
    .filter(({ path }) => path !== 'contract/log.ts')
    .map(({ text }) => text)
    .join('\n')

  expect(logEvents.filter((event) => !all.includes(`'${event}'`))).toEqual([])
})

test('a raw line, a made-up event and a console would be noticed', () => {
  const file = {
    path: 'main/chat/planted.ts',
    text: [
      "log.info({ text }, 'asked')",
      "log.of('chat').warn(asked + question)",
      'console.log(1)',
      "process.stderr.write('x')",
      "log.info('started')",
    ].join('\n'),
  }

  expect(logCallsIn(file).map(({ event }) => event)).toEqual([false, false, true])
  expect([...consoleIn(file), ...writesIn(file)]).toHaveLength(2)
})

function product(): readonly SourceFile[] {
  return sourceFiles(['contract', 'database', 'models', 'workers', 'main', 'preload', 'renderer'], /\.tsx?$/).filter(
    isProduct,
  )
}

function consoleIn(file: SourceFile): string[] {
  return callsIn(file).flatMap((call) =>
    /^(?:globalThis\.|window\.)?console\./.test(call.expression.getText()) ? [at(file, call)] : [],
  )
}

function writesIn(file: SourceFile): string[] {
  return callsIn(file).flatMap((call) =>
    /^process\.std(?:out|err)\.write$/.test(call.expression.getText()) ? [at(file, call)] : [],
  )
}

function logCallsIn(file: SourceFile): { readonly at: string; readonly event: boolean }[] {
  const known: ReadonlySet<string> = new Set(logEvents)
  return callsIn(file).flatMap((call) => {
    const { expression } = call
    if (!ts.isPropertyAccessExpression(expression) || !levels.has(expression.name.text)) return []
    if (!/(?:^|\.)log$|(?:^|\.)log\.of\(|^logOf\(/.test(expression.expression.getText())) return []
    const [event] = call.arguments
    return [{ at: at(file, call), event: event !== undefined && eventsOf(event).every((name) => known.has(name)) }]
  })
}

/** The names that an argument may have; one that is no name counts as unknown. */
function eventsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteral(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...eventsOf(node.whenTrue), ...eventsOf(node.whenFalse)]
  return ['']
}

function callsIn(file: SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = []
  const walk = (node: ts.Node) => {
    if (ts.isCallExpression(node)) calls.push(node)
    node.forEachChild(walk)
  }
  walk(parse(file))
  return calls
}

function at(file: SourceFile, node: ts.Node): string {
  return `${file.path}: ${node.getText().slice(0, 80)}`
}
