import type { WriteStream } from 'node:tty'
import type { BatchEvent } from '#contract/library.contract'
import { count, durationInWords } from './words.ts'

const width = 24

/** Draws how a batch goes: a bar on a terminal, a line every few seconds elsewhere. */
export function createProgress(out: WriteStream, { silent }: { readonly silent: boolean }) {
  const started = Date.now()
  let last = 0
  return { show, end }

  function show(event: BatchEvent) {
    const now = Date.now()
    if (silent || now - last < (out.isTTY ? 50 : 5_000)) return
    last = now
    if (out.isTTY) out.write(`\r\x1b[K${bar(event)} ${describe(event, (now - started) / 1_000)}`)
    else out.write(`${describe(event, (now - started) / 1_000)}\n`)
  }

  function end() {
    if (!silent && out.isTTY) out.write('\r\x1b[K')
  }
}

function bar({ done, total }: BatchEvent): string {
  const full = total === 0 ? width : Math.round((done / total) * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`
}

function describe({ done, total, passagesWaiting }: BatchEvent, seconds: number): string {
  if (done < total) {
    const left = done > 0 && seconds > 2 ? `, ${durationInWords((seconds / done) * (total - done))} left` : ''
    return `Reading ${done.toLocaleString('en')} of ${count(total, 'file')}${left}`
  }
  return `${count(total, 'file')} read; ${count(passagesWaiting, 'passage')} left to learn by meaning`
}
