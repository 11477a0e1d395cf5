import { z } from 'zod'

/** How many passages, from how many documents, an answer was given; and how many documents were searched. */
export const Given = z.object({
  passages: z.number().int(),
  documents: z.number().int(),
  searched: z.number().int(),
  /** How many documents were given whole, in place of being searched. */
  whole: z.number().int().optional(),
  /** How many were named and had no room, so that they were searched. */
  tooLong: z.number().int().optional(),
  /** How many pictures the model saw, and how many it could not see. */
  pictures: z.number().int().optional(),
  unseen: z.number().int().optional(),
})
