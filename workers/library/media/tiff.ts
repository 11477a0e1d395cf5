import { createRequire } from 'node:module'

interface Sharp {
  png(): Sharp
  toBuffer(): Promise<Buffer>
}

/** The first picture of a TIFF as PNG, for packings that leptonica's build lacks (deflate, JPEG); null when that fails too. */
export async function tiffToPng(
  bytes: Uint8Array<ArrayBuffer>,
  picturePixels: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    // sharp is not a dependency of ours but of transformers.js, which brings it for the systems it runs on.
    const ofTransformers = createRequire(createRequire(import.meta.url).resolve('@huggingface/transformers'))
    const sharp = ofTransformers('sharp') as (input: Uint8Array, options: object) => Sharp
    const png = await sharp(bytes, { limitInputPixels: picturePixels, failOn: 'error' }).png().toBuffer()
    return new Uint8Array(png)
  } catch {
    // Not installed here, or a kind of picture that it does not know either; the caller says so by name.
    return null
  }
}
