import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(root, 'out', 'main', 'desktop', 'desktop.js')
const missing = whatIsMissing()

if (missing) process.stdout.write(`The desktop app is not driven here: ${missing}.\n`)
test.skip(missing !== null, `the desktop app is not driven here: ${missing}`)

test('the desktop app opens its page without Node in it, and cannot be led away', async () => {
  const data = mkdtempSync(join(tmpdir(), 'alcove-desktop-'))
  const app = await _electron.launch({
    executablePath: electronBinary() ?? '',
    args: [root, '--data', data],
    env: { ...process.env, OLLAMA_HOST: 'http://127.0.0.1:61999' },
  })
  try {
    const page = await app.firstWindow()
    await expect(page).toHaveTitle(/Alcove/)
    const reach = await page.evaluate(() => ({
      origin: location.origin,
      node: 'require' in window || 'process' in window,
      away: window.open('https://example.com') === null,
    }))

    expect(reach).toEqual({ origin: 'app://alcove', node: false, away: true })
    await page.evaluate(() => {
      location.href = 'https://example.com'
    })
    expect(page.url()).toMatch(/^app:\/\/alcove\//)
  } finally {
    await app.close()
    rmSync(data, { recursive: true, force: true })
  }
})

function whatIsMissing(): string | null {
  if (!electronBinary()) return 'the Electron binary is not here (npm run desktop fetches it)'
  if (!existsSync(built)) return 'it is not built (npx electron-vite build)'
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  return null
}

function electronBinary(): string | null {
  const path = join(root, 'node_modules', 'electron', 'path.txt')
  if (!existsSync(path)) return null
  const binary = join(root, 'node_modules', 'electron', 'dist', readFileSync(path, 'utf8').trim())
  return existsSync(binary) ? binary : null
}
