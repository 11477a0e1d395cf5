import { readFileSync, writeFileSync } from 'node:fs'
import type { Rectangle } from 'electron'
import { z } from 'zod'

const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(420),
  height: z.number().int().min(400),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

const usual = { width: 1_240, height: 840 }

/** Where the window stood when it was last closed; centred on the first display when that place is gone. */
export function readWindowState(file: string, displays: readonly Rectangle[]): WindowState {
  const [first] = displays
  const kept = parse(file)
  if (kept && displays.some((display) => overlaps(kept, display))) return kept
  const area = first ?? { x: 0, y: 0, ...usual }
  const width = Math.min(usual.width, area.width)
  const height = Math.min(usual.height, area.height)
  const x = area.x + Math.round((area.width - width) / 2)
  const y = area.y + Math.round((area.height - height) / 2)
  return { x, y, width, height, maximized: false }
}

/** Keeps where the window stands. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
}

function parse(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Missing or damaged: the usual place will do.
    return null
  }
}

/** At least a handle of the window has to be within reach. */
function overlaps(window: Rectangle, display: Rectangle): boolean {
  const across = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const inside = window.y >= display.y && window.y < display.y + display.height - 40
  return across >= 120 && inside
}
