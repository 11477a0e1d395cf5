/** A BMP as a grey map (PGM), which leptonica reads; null for the rarer kinds. tesseract.js unpacks BMPs into one object per byte. */
export function bmpToGreyMap(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.byteLength < 54 || view.getUint32(14, true) < 40) return null
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)]
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)]
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)]
  const height = Math.abs(signedHeight)
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const isPlain = compression === 0 || (compression === 3 && bits === 32)
  if (!isPlain || ![1, 4, 8, 24, 32].includes(bits) || width <= 0 || start + rowBytes * height > bytes.length)
    return null
  const palette = paletteOf(bytes, 14 + header)
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`)
  const map = new Uint8Array(head.length + width * height)
  map.set(head)
  let to = head.length
  for (let row = 0; row < height; row++) {
    const from = start + rowBytes * (signedHeight < 0 ? row : height - 1 - row)
    for (let column = 0; column < width; column++) map[to++] = greyAt(from, column)
  }
  return map

  function greyAt(from: number, column: number): number {
    if (bits >= 24) return grey(bytes, from + column * (bits / 8))
    const shift = 8 - bits - ((column * bits) % 8)
    return palette((byte(bytes, from + ((column * bits) >> 3)) >> shift) & (2 ** bits - 1))
  }
}

function paletteOf(bytes: Uint8Array, at: number): (index: number) => number {
  const shades = Array.from({ length: 256 }, (_, index) => grey(bytes, at + index * 4))
  return (index) => shades[index] ?? 0
}

/** Blue, green and red as the eye weighs them. */
function grey(bytes: Uint8Array, at: number): number {
  return (byte(bytes, at) * 29 + byte(bytes, at + 1) * 150 + byte(bytes, at + 2) * 77) >> 8
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}
