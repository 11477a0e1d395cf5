import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a process did to files, in the order in which it was done. */
export type DiskStep =
  | { readonly step: 'made'; readonly path: string }
  | { readonly step: 'emptied'; readonly path: string }
  | { readonly step: 'written'; readonly path: string; readonly bytes: Buffer; readonly at: number }
  | { readonly step: 'cut'; readonly path: string; readonly length: number }
  | { readonly step: 'synced'; readonly path: string }
  | { readonly step: 'renamed'; readonly path: string; readonly to: string }
  | { readonly step: 'removed'; readonly path: string }
  /** A message to the process that started it. */
  | { readonly step: 'said'; readonly message: unknown }

const calls =
  'openat,open,creat,close,lseek,write,writev,pwrite64,pwritev,sendmsg,copy_file_range,sendfile,' +
  'fsync,fdatasync,sync_file_range,ftruncate,truncate,rename,renameat,renameat2,unlink,unlinkat'

/** Runs a script to its end under strace; resolves to its log. */
export async function traced(script: string, given: readonly string[], folder: string): Promise<string> {
  const log = join(folder, 'trace')
  const flags = ['-f', '-y', '-xx', '-s', '100000000', '--seccomp-bpf', '-e', `trace=${calls}`, '-o', log]
  const run = [process.execPath, '--disable-warning=ExperimentalWarning', script, ...given]
  // The channel is there for the script to say something on; what it says is read from the log.
  const child = spawn('strace', [...flags, ...run], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', () => {})
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The traced process ended with ${code}`)
  return log
}

/** The steps below a folder, and what was said, out of a log of strace. */
export function stepsIn(log: string, folder: string): readonly DiskStep[] {
  const steps: DiskStep[] = []
  const begun = new Map<string, string>()
  /** Where an open file is written to next, by thread group and descriptor; there is one process only. */
  const places = new Map<string, number>()
  const said: string[] = []
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, rest.slice(0, -'<unfinished ...>'.length))
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const whole = resumed ? `${begun.get(thread) ?? ''}${resumed[1]}` : rest
    const [, call = '', given = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/.exec(whole) ?? []
    if (call && !result.startsWith('-')) take(call, given, Number(result))
  }
  return steps

  function take(call: string, given: string, result: number): void {
    const [, descriptor = '', shown = ''] = /^(\d+)<([^>]*)>/.exec(given) ?? []
    const open = decoded(shown)
    const texts = [...given.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text = '']) => text)
    const isInside = open.startsWith(`${folder}/`) || open === folder
    const numbers = given.split(',').map((part) => Number(part.trim().split(' ')[0]))
    if (call === 'openat' || call === 'open' || call === 'creat') {
      const path = decoded(texts.at(-1) ?? '')
      if (!path.startsWith(folder)) return
      places.set(String(result), 0)
      if (/O_CREAT/.test(given) || call === 'creat') steps.push({ step: 'made', path })
      if (/O_TRUNC/.test(given) || call === 'creat') steps.push({ step: 'emptied', path })
      if (/O_APPEND/.test(given)) throw new Error(`${path} is appended to, which is not known here`)
      return
    }
    if (call === 'write' && /socket|UNIX/i.test(open)) {
      hear(Buffer.from((texts.at(-1) ?? '').replaceAll('\\x', ''), 'hex').toString())
      return
    }
    if (call === 'sendmsg' || (call === 'writev' && /socket|UNIX/i.test(open))) {
      hear(texts.map((text) => Buffer.from(text.replaceAll('\\x', ''), 'hex').toString()).join(''))
      return
    }
    if (call === 'rename' || call === 'renameat' || call === 'renameat2') {
      const [path = '', to = ''] = texts.map(decoded)
      if (path.startsWith(folder) || to.startsWith(folder)) steps.push({ step: 'renamed', path, to })
      return
    }
    if (call === 'unlink' || call === 'unlinkat') {
      const path = decoded(texts.at(-1) ?? '')
      if (path.startsWith(folder)) steps.push({ step: 'removed', path })
      return
    }
    if (!isInside) return
    if (call === 'pwrite64') {
      const bytes = Buffer.from((texts.at(-1) ?? '').replaceAll('\\x', ''), 'hex').subarray(0, result)
      steps.push({ step: 'written', path: open, bytes, at: numbers.at(-1) ?? 0 })
    } else if (call === 'write') {
      const at = places.get(descriptor) ?? 0
      const bytes = Buffer.from((texts.at(-1) ?? '').replaceAll('\\x', ''), 'hex').subarray(0, result)
      steps.push({ step: 'written', path: open, bytes, at })
      places.set(descriptor, at + result)
    } else if (call === 'lseek') places.set(descriptor, result)
    else if (call === 'fsync' || call === 'fdatasync') steps.push({ step: 'synced', path: open })
    else if (call === 'ftruncate') steps.push({ step: 'cut', path: open, length: numbers.at(-1) ?? 0 })
    else if (call !== 'close') throw new Error(`${call} on ${open} is not known here`)
  }

  /** Messages are lines of JSON; one may come in pieces. */
  function hear(text: string): void {
    said.push(text)
    if (!text.endsWith('\n')) return
    for (const line of said.splice(0).join('').split('\n')) {
      if (line.startsWith('{')) steps.push({ step: 'said', message: JSON.parse(line) })
    }
  }
}

function decoded(hex: string): string {
  if (!hex.includes('\\x')) return hex
  return Buffer.from(hex.replace(/\\x([0-9a-f]{2})/g, '$1'), 'hex').toString()
}
