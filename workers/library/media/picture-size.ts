export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** How large a picture says it is, from its first bytes and before anything is decoded; null when it does not say. */
export function pictureSize(bytes: Uint8Array<ArrayBuffer>): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = sizeBySignature(view)
    return size && size.width > 0 && size.height > 0 ? upright(size, bytes) : null
  } catch (error) {
    // The file ends before it has said it.
    if (error instanceof RangeError) return null
    throw error
  }
}

function sizeBySignature(view: DataView): PictureSize | null {
  const magic = view.getUint32(0)
  if (magic === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (magic >>> 8 === 0xffd8ff) return jpegSize(view)
  if (magic === 0x47494638) return gifSize(view)
  if (magic === 0x52494646 && view.getUint32(8) === 0x57454250) return webpSize(view)
  if (magic >>> 16 === 0x424d) return bmpSize(view)
  if (magic === 0x49492a00) return tiffSize(view, 'little')
  if (magic === 0x4d4d002a) return tiffSize(view, 'big')
  return null
}

/** The first frame header; the others only follow it. */
function jpegSize(view: DataView): PictureSize | null {
  let at = 2
  while (true) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + view.getUint16(at + 2)
  }
}

/** The screen or the first frame, whichever is larger: decoders trust the frame. */
function gifSize(view: DataView): PictureSize {
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  const packed = view.getUint8(10)
  let at = 13 + (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)
  while (view.getUint8(at) === 0x21) {
    at += 2
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at)
    at += 1
  }
  if (view.getUint8(at) !== 0x2c) return screen
  return {
    width: Math.max(screen.width, view.getUint16(at + 5, true)),
    height: Math.max(screen.height, view.getUint16(at + 7, true)),
  }
}

function webpSize(view: DataView): PictureSize | null {
  const kind = view.getUint32(12)
  if (kind === 0x56503820) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (kind === 0x5650384c) {
    const packed = view.getUint32(21, true)
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 0x56503858) return null
  const threeBytes = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  return { width: threeBytes(24) + 1, height: threeBytes(27) + 1 }
}

function bmpSize(view: DataView): PictureSize {
  // The oldest header has two bytes for each; a negative height says that rows go down.
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

function tiffSize(view: DataView, order: 'little' | 'big'): PictureSize | null {
  const little = order === 'little'
  const directory = view.getUint32(4, little)
  const tags = new Map<number, number>()
  for (let entry = 0; entry < view.getUint16(directory, little); entry++) {
    const at = directory + 2 + entry * 12
    const isShort = view.getUint16(at + 2, little) === 3
    tags.set(view.getUint16(at, little), isShort ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little))
  }
  const [width, height] = [tags.get(256), tags.get(257)]
  return width && height ? { width, height } : null
}

/** Width and height are exchanged where the camera was held upright; found as tesseract.js finds it, which turns the picture. */
function upright(size: PictureSize, bytes: Uint8Array): PictureSize {
  const turned = /(?:^|,)1,18,0,3,0,0,0,1,0,[5-8](?:,|$)/.test(bytes.subarray(0, 500).join(','))
  return turned ? { width: size.height, height: size.width } : size
}
