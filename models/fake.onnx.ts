/** A name, and how long each side of it is; a text stands for any length. */
export interface FakeTensor {
  readonly name: string
  readonly type: number
  readonly shape: readonly (number | string)[]
}

export interface FakeGraph {
  readonly name: string
  readonly nodes: readonly Uint8Array[]
  readonly inputs: readonly FakeTensor[]
  readonly outputs: readonly FakeTensor[]
  /** Weights that are part of the graph. */
  readonly weights?: readonly Uint8Array[]
}

// The few messages of onnx.proto that a small graph needs, by the numbers of their fields.
export const [float, int64, bool] = [1, 7, 9]

/** The file of a real ONNX graph, for tests. */
export function writeGraph({ name, nodes, inputs, outputs, weights = [] }: FakeGraph): Uint8Array {
  const graph = bytes([
    ...nodes.map((one) => field(1, one)),
    field(2, text(name)),
    ...weights.map((one) => field(5, one)),
    ...inputs.map((one) => field(11, tensor(one))),
    ...outputs.map((one) => field(12, tensor(one))),
  ])
  const operators = bytes([field(1, text('')), whole(2, 12)])
  return bytes([whole(1, 7), field(7, graph), field(8, operators)])
}

/** One step of a graph. */
export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  return bytes([
    ...inputs.map((name) => field(1, text(name))),
    field(2, text(output)),
    field(4, text(operator)),
    ...attributes.map((attribute) => field(5, attribute)),
  ])
}

/** An attribute that is a whole number. */
export function number(name: string, value: number): Uint8Array {
  return bytes([field(1, text(name)), whole(3, value), whole(20, 2)])
}

/** An attribute that is a list of whole numbers. */
export function numbers(name: string, values: readonly number[]): Uint8Array {
  return bytes([field(1, text(name)), ...values.map((value) => whole(8, value)), whole(20, 7)])
}

/** Weights of rows and columns. */
export function weights(name: string, rows: readonly (readonly number[])[]): Uint8Array {
  const sides = [rows.length, rows[0]?.length ?? 0]
  const values = new Uint8Array(Float32Array.from(rows.flat()).buffer)
  return bytes([...sides.map((side) => whole(1, side)), whole(2, float), field(8, text(name)), field(9, values)])
}

function tensor({ name, type, shape }: FakeTensor): Uint8Array {
  const sides = shape.map((side) => field(1, typeof side === 'number' ? whole(1, side) : field(2, text(side))))
  return bytes([field(1, text(name)), field(2, field(1, bytes([whole(1, type), field(2, bytes(sides))])))])
}

function field(id: number, content: Uint8Array): Uint8Array {
  return bytes([varint(id * 8 + 2), varint(content.length), content])
}

function whole(id: number, value: number): Uint8Array {
  return bytes([varint(id * 8), varint(value)])
}

function varint(value: number): Uint8Array {
  return value < 128
    ? Uint8Array.of(value)
    : bytes([Uint8Array.of((value % 128) + 128), varint(Math.floor(value / 128))])
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function bytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
