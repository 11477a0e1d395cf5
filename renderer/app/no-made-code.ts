import { config } from 'zod'

// The page may not make code of text. Schemas would try, and be refused, when the first of them is used: this has to be the
// first thing that the page imports.
config({ jitless: true })
