import { implement } from '@orpc/server'
import { labelsContract } from '#contract/labels.contract'
import type { LabelStore } from './label.store.ts'

const os = implement(labelsContract)

/** Serves tags and categories. */
export function createLabelsRouter(labels: Omit<LabelStore, 'forget' | 'spellings'>) {
  return os.router({
    tags: os.tags.handler(() => labels.tags()),
    categories: os.categories.handler(() => labels.categories()),
    of: os.of.handler(({ input }) => labels.of(input.documentIds)),
    tag: os.tag.handler(({ input }) => ({ documents: labels.tag(input.documentIds, input.tag) })),
    untag: os.untag.handler(({ input }) => ({ documents: labels.untag(input.documentIds, input.tag) })),
    categorize: os.categorize.handler(({ input }) => ({
      documents: labels.categorize(input.documentIds, input.category),
    })),
  })
}
