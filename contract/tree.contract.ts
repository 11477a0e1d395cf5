import { oc } from '@orpc/contract'
import { z } from 'zod'
import { DocumentState } from './document-state.ts'
import { SymbolKind } from './passage.ts'

/** A folder or file of a source, or a document inside a file, as the tree shows it. */
export const TreeNode = z.object({
  kind: z.enum(['folder', 'file', 'part']),
  name: z.string(),
  path: z.string(),
  /** Null for folders, and for files that were not read yet. */
  documentId: z.string().nullable(),
  jobId: z.string().nullable(),
  /** Files below a folder, documents inside a file; null for what holds nothing. */
  holds: z.number().int().nullable(),
  /** Of a file its own; of a folder how many files below it are in which state. */
  states: z.partialRecord(DocumentState, z.number().int()),
})
export type TreeNode = z.infer<typeof TreeNode>

/** One thing that has to be true for a file to be found, and whether it is. */
export const WhyStep = z.object({
  check: z.enum([
    'exists',
    'in-source',
    'not-left-out',
    'not-removed',
    'read',
    'has-text',
    'words',
    'meaning',
    'query',
  ]),
  ok: z.boolean(),
  /** A sentence for people. */
  detail: z.string(),
  /** What can be done about it from here; null when nothing can or need be. */
  remedy: z
    .enum(['add', 'change-rules', 'restore', 'retry', 'wait', 'resume', 'set-up-reading', 'other-words'])
    .nullable(),
})
export type WhyStep = z.infer<typeof WhyStep>

/** The library as a tree, and questions about single documents. */
export const treeContract = {
  /** What lies directly in a folder of a source, in a file that holds documents, or the sources themselves (`path` null). */
  children: oc
    .route({ method: 'POST', path: '/library/tree', summary: 'List a folder of the library' })
    .input(
      z.object({
        sourceId: z.string(),
        path: z.string().nullable(),
        limit: z.number().int().min(1).max(5_000).default(1_000),
      }),
    )
    .output(z.object({ nodes: z.array(TreeNode), total: z.number().int() })),
  /** Definitions and imports of source code, in the order they stand there; empty for other documents. */
  outline: oc
    .route({ method: 'GET', path: '/library/documents/{documentId}/outline', summary: 'Symbols and imports' })
    .input(z.object({ documentId: z.string() }))
    .output(
      z.object({
        symbols: z.array(
          z.object({ name: z.string(), kind: SymbolKind, startLine: z.number().int(), endLine: z.number().int() }),
        ),
        imports: z.array(z.object({ module: z.string(), line: z.number().int() })),
      }),
    ),
  /** Why a file, or a document for a query, is not found: every step from the disk to the result, up to the first that fails. */
  why: oc
    .route({ method: 'POST', path: '/library/why', summary: 'Why something is not found' })
    .input(z.object({ path: z.string().min(1).max(4_096), query: z.string().max(1_000).default('') }))
    .output(z.object({ found: z.boolean(), steps: z.array(WhyStep) })),
}
