import open, { apps, openApp } from 'open'

/** Opens the page in a window of its own where Chrome or Edge is installed, else in the default browser; false without a display. */
export async function openWindow(address: string): Promise<boolean> {
  if (!hasDisplay()) return false
  for (const name of [apps.chrome, apps.edge]) {
    if (await succeeds(() => openApp(name, { arguments: [`--app=${address}`] }))) return true
  }
  return succeeds(() => open(address))
}

/** Opens an address, which has been checked, in the default browser. */
export async function openAddress(url: string): Promise<void> {
  if (hasDisplay()) await open(url)
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

async function succeeds(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start()
    return true
  } catch {
    // The next way to open it may work, and the address is printed in any case.
    return false
  }
}
