import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'

// Puts a link to outside in the place of a file or a folder and the true one back, as fast as it can, until it is ended.
const { papers, outside } = z.object({ papers: z.string(), outside: z.string() }).parse(workerData)
let swaps = 0
let stopped = false
parentPort?.once('message', () => {
  stopped = true
})

function swap(name: string): void {
  const place = join(papers, name)
  const kept = `${place}.kept`
  const link = `${place}.link`
  symlinkSync(join(outside, name), link)
  renameSync(place, kept)
  renameSync(link, place)
  rmSync(place)
  renameSync(kept, place)
  swaps += 1
}

while (!stopped) {
  for (let turn = 0; turn < 50; turn += 1) {
    swap('plan.md')
    swap('folder')
  }
  await new Promise((resolve) => setImmediate(resolve))
}
parentPort?.postMessage(swaps)
