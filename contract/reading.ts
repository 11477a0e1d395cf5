import { z } from 'zod'

/** Where the person gets language data for pictures; told as text, never fetched. */
export const languageFiles = 'github.com/tesseract-ocr/tessdata_fast'

/** Where the person gets a speech model; told as text, never fetched. */
export const speechModels = 'huggingface.co/onnx-community/whisper-base'

/** What is there to read pictures and recordings with, and where the person puts more. */
export const ReadingSetup = z.object({
  pictures: z.object({
    folder: z.string(),
    /** Those that are used, by the names of their files: `eng`, `deu`. */
    languages: z.array(z.string()),
  }),
  recordings: z.object({
    folder: z.string(),
    /** The model that is used; null when none is complete. */
    model: z.string().nullable(),
    /** Folders that lack files, with what they lack. */
    incomplete: z.array(z.object({ name: z.string(), missing: z.array(z.string()) })),
    /** Whether the program was found that recordings other than WAV are decoded with. */
    ffmpeg: z.boolean(),
  }),
})
export type ReadingSetup = z.infer<typeof ReadingSetup>
