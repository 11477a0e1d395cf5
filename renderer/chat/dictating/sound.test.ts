import { expect, test } from 'vitest'
import { createConverter, loudness, mixed, soundToBase64 } from './sound.ts'

test('a tone stays itself at every usual rate, in pieces of any size, and loses no moment', () => {
  const rates = [8_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]

  const furthest = rates.map((rate) => {
    const samples = converted(tone(440, rate, 0.5), rate, 777)
    const inner = samples.subarray(800, -800)
    const distances = [...inner].map((sample, index) =>
      Math.abs(sample / 32_767 - 0.5 * Math.sin((2 * Math.PI * 440 * (800 + index)) / 16_000)),
    )
    return [samples.length, Math.max(...distances) < 0.004]
  })

  expect(furthest).toEqual(rates.map(() => [8_000, true]))
})

test('pieces make no difference, down to single frames', () => {
  const frames = tone(1_000, 44_100, 0.2)

  const [whole, small, single] = [frames.length, 128, 1].map((size) => converted(frames, 44_100, size))

  expect([small, single]).toEqual([whole, whole])
})

test('what 16,000 samples a second cannot carry is filtered out', () => {
  const samples = converted(tone(12_000, 48_000, 0.5), 48_000, 128)

  expect(Math.max(...samples.subarray(400, -400).map(Math.abs))).toBeLessThan(160)
})

test('what is too loud is cut off, not turned round', () => {
  expect([...converted(Float32Array.of(0, 1.5, -1.5, 1, -1), 16_000, 2)]).toEqual([0, 32_767, -32_767, 32_767, -32_767])
})

test('channels are heard as one, and loudness goes from nothing to all', () => {
  const [left, right] = [Float32Array.of(0.5, 1), Float32Array.of(-0.5, 0.5)]

  expect([mixed([left, right]), mixed([left]), mixed([])]).toEqual([
    Float32Array.of(0, 0.75),
    left,
    new Float32Array(0),
  ])
  expect([new Int16Array(100), Int16Array.of(33, 33), new Int16Array(100).fill(32_767)].map(loudness)).toEqual([
    0,
    expect.closeTo(0, 2),
    expect.closeTo(1, 3),
  ])
})

test('samples become base64 as they would in one piece, however many there are', () => {
  const samples = Int16Array.from({ length: 50_001 }, (_, index) => (index * 7_919) % 65_536)
  const bytes = Buffer.alloc(samples.length * 2)
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, index * 2)

  expect(soundToBase64([samples.subarray(0, 17), samples.subarray(17)])).toBe(bytes.toString('base64'))
  expect(soundToBase64([])).toBe('')
})

function tone(hertz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: rate * seconds },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * hertz * frame) / rate),
  )
}

function converted(frames: Float32Array, rate: number, size: number): Int16Array {
  const converter = createConverter(rate)
  const made: number[] = []
  for (let at = 0; at < frames.length; at += size) made.push(...converter.convert(frames.subarray(at, at + size)))
  return Int16Array.of(...made, ...converter.end())
}
