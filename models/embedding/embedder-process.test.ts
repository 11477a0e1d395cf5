import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const embedder = new URL('./onnx.embedder.ts', import.meta.url)

test('a process that closes its embedder ends by itself', async () => {
  expect(await outputOf('await embedder.close(); console.log("closed")')).toBe('closed\n')
})

test('a process may exit while its threads embed', async () => {
  expect(await outputOf('console.log("exits"); process.exit(0)')).toBe('exits\n')
})

/** Embeds a long list in a process of its own and does something in the middle of it. An abort of that process rejects. */
async function outputOf(inTheMiddle: string): Promise<string> {
  const program = `
    import { createEmbedder } from ${JSON.stringify(embedder.href)}
    const { value: embedder } = await createEmbedder({ sessions: 2 })
    embedder.embed(Array.from({ length: 500 }, (_, i) => ('number ' + i + ' ').repeat(40))).catch(() => {})
    await embedder.embed(['first'])
    ${inTheMiddle}`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  return stdout
}
