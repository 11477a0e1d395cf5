/** Values a GGUF file keeps about its model; numbers are written as the type that readers expect for them. */
export type GgufValue =
  | string
  | boolean
  | { readonly uint32: number }
  | { readonly float32: number }
  | readonly string[]
  | { readonly float32s: readonly number[] }
  | { readonly int32s: readonly number[] }

export interface GgufTensor {
  readonly name: string
  /** Innermost first: `[columns, rows]`. */
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export interface GgufFile {
  readonly metadata: Readonly<Record<string, GgufValue>>
  readonly tensors: readonly GgufTensor[]
}

const magic = 0x46554747
const version = 3
const alignment = 32
const types = { uint32: 4, int32: 5, float32: 6, boolean: 7, string: 8, array: 9 } as const
const float32Tensor = 0

/** The bytes of a GGUF file, version 3, little endian, tensors as 32-bit floats. */
export function writeGguf({ metadata, tensors }: GgufFile): Buffer {
  const entries = Object.entries(metadata)
  const head = [uint32(magic), uint32(version), uint64(tensors.length), uint64(entries.length)]
  const values = entries.map(([key, value]) => Buffer.concat([text(key), valueBytes(value)]))
  let offset = 0
  const infos = tensors.map(({ name, shape, data }) => {
    const info = [text(name), uint32(shape.length), ...shape.map(uint64), uint32(float32Tensor), uint64(offset)]
    offset = aligned(offset + data.byteLength)
    return Buffer.concat(info)
  })
  const before = padded(Buffer.concat([...head, ...values, ...infos]))
  return Buffer.concat([
    before,
    ...tensors.map(({ data }) => padded(Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
  ])
}

/** Reads back what `writeGguf` wrote. */
export function readGguf(file: Buffer): GgufFile {
  let at = 0
  if (next32() !== magic || next32() !== version) throw new Error('Not a GGUF file of version 3')
  const tensorCount = next64()
  const valueCount = next64()
  const metadata = Object.fromEntries(Array.from({ length: valueCount }, () => [nextText(), nextValue(next32())]))
  const infos = Array.from({ length: tensorCount }, () => {
    const name = nextText()
    const shape = Array.from({ length: next32() }, next64)
    if (next32() !== float32Tensor) throw new Error(`Tensor ${name} is not of 32-bit floats`)
    return { name, shape, offset: next64() }
  })
  const start = aligned(at)
  const tensors = infos.map(({ name, shape, offset }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    const data = Float32Array.from({ length }, (_, index) => file.readFloatLE(start + offset + index * 4))
    return { name, shape, data }
  })
  return { metadata, tensors }

  function next32(): number {
    at += 4
    return file.readUInt32LE(at - 4)
  }

  function next64(): number {
    at += 8
    return Number(file.readBigUInt64LE(at - 8))
  }

  function nextText(): string {
    const length = next64()
    at += length
    return file.toString('utf8', at - length, at)
  }

  function nextValue(type: number): GgufValue {
    if (type === types.string) return nextText()
    if (type === types.uint32) return { uint32: next32() }
    if (type === types.float32) return { float32: nextFloat() }
    if (type === types.boolean) {
      at += 1
      return file.readUInt8(at - 1) === 1
    }
    if (type !== types.array) throw new Error(`Unknown type ${type}`)
    const of = next32()
    const length = next64()
    if (of === types.string) return Array.from({ length }, nextText)
    if (of === types.float32) return { float32s: Array.from({ length }, nextFloat) }
    return { int32s: Array.from({ length }, () => next32() | 0) }
  }

  function nextFloat(): number {
    at += 4
    return file.readFloatLE(at - 4)
  }
}

function valueBytes(value: GgufValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([uint32(types.string), text(value)])
  if (typeof value === 'boolean') return Buffer.concat([uint32(types.boolean), Buffer.from([value ? 1 : 0])])
  if ('uint32' in value) return Buffer.concat([uint32(types.uint32), uint32(value.uint32)])
  if ('float32' in value) return Buffer.concat([uint32(types.float32), float32(value.float32)])
  if ('float32s' in value) return list(types.float32, value.float32s.map(float32))
  if ('int32s' in value) return list(types.int32, value.int32s.map(uint32))
  return list(types.string, value.map(text))
}

function list(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(types.array), uint32(type), uint64(items.length), ...items])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint64(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)])
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment
}
