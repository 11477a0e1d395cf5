/** Entries of a low-pass filter for each frame of distance from its middle. */
export const finesse = 256
/** How many zero crossings count on each side. */
const crossings = 16

/** How far a low-pass filter reaches on each side, in frames; its cutoff is a share of the rate, above 0 and up to 1. */
export function reachOf(cutoff: number): number {
  return Math.ceil(crossings / cutoff)
}

/**
 * A low-pass filter by distance from its middle, `finesse` entries a frame up to `half` frames: a sinc under a Hann window
 * (J. O. Smith, Digital Audio Resampling).
 */
export function windowedSinc(cutoff: number, half: number): Float64Array {
  return Float64Array.from({ length: half * finesse + 1 }, (_, index) => {
    const distance = index / finesse
    const angle = Math.PI * distance * cutoff
    const sinc = distance === 0 ? 1 : Math.sin(angle) / angle
    return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / half))
  })
}
