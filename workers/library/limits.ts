import { z } from 'zod'

/** What one file may cost; every one can be set by whoever starts the process. */
export const Limits = z.object({
  /** Larger files are refused before they are read. */
  fileBytes: z.number().int().positive().default(200_000_000),
  /** The same for files that hold many documents (mailboxes, exports of chats), which are never in memory whole. */
  holderBytes: z.number().int().positive().default(5_000_000_000),
  /** Larger text forms are refused: one document is one row, shown whole. */
  textCharacters: z.number().int().positive().default(50_000_000),
  /** From the moment the parser thread begins with a file. */
  parseMilliseconds: z.number().int().positive().default(30_000),
  /** The same for each picture, page or stretch of sound that has to be recognised. */
  recogniseMilliseconds: z.number().int().positive().default(60_000),
  /** Steps of recognition one file may ask for, whatever it holds. */
  recogniseSteps: z.number().int().positive().default(2_000),
  /** Larger pictures are refused before they are decoded: at 60 million recognition takes 1.2 GB. */
  picturePixels: z.number().int().positive().default(40_000_000),
  /** Pages of one PDF that are recognised. */
  recognisedPages: z.number().int().positive().default(1_000),
  /** Longer recordings are refused. */
  recordingSeconds: z.number().positive().default(10_800),
  /** JavaScript heap of the parser thread. */
  heapMegabytes: z.number().int().positive().default(512),
  /** Memory of the whole process; over it the parser thread is ended, and when that does not help the process. */
  processMegabytes: z.number().int().positive().default(1_536),
  /** Bytes of files held at one time while they wait for the parser thread. */
  waitingBytes: z.number().int().positive().default(256_000_000),
  /** Rows with a value, in all sheets of a workbook. */
  sheetRows: z.number().int().positive().default(1_500_000),
  zipEntries: z.number().int().positive().default(10_000),
  /** All entries of an archive, unpacked. */
  zipBytes: z.number().int().positive().default(200_000_000),
  /** Unpacked to packed, of one entry and of the whole archive. */
  zipRatio: z.number().positive().default(100),
})
export type Limits = z.infer<typeof Limits>
