import { existsSync } from 'node:fs'
import { findChromium, howToGetChromium } from './find-chromium.mjs'
import { run, say } from './run.mjs'

/** The Chromium to test with; on Debian as root it is installed when there is none. Null after saying how to get one. */
export async function obtainChromium() {
  const present = findChromium()
  if (present) return present
  if (mayInstall()) {
    say('no Chromium found; installing it with apt-get (this machine is a Debian and this is root).')
    const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update', '-qq'], options).catch(() => 1)
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options).catch(() => 1)
  }
  const installed = findChromium()
  if (!installed) say(howToGetChromium)
  return installed
}

function mayInstall() {
  return !process.env.CHROMIUM_PATH && process.getuid?.() === 0 && existsSync('/etc/debian_version')
}
