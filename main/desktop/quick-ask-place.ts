import type { Rectangle } from 'electron'

const width = 640
const height = 480

/** Where the quick-ask window opens: centred, in the upper third of the display the pointer is on. */
export function quickAskPlace(area: Rectangle): Rectangle {
  const shown = Math.min(height, area.height)
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - shown) / 5),
    width: Math.min(width, area.width),
    height: shown,
  }
}
