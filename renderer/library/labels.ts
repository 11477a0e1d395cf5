import type { DocumentLabels } from '#contract/labels.contract'
import type { PickOption } from '../ui/PickList.tsx'
import { count } from '../ui/words.ts'

/** The tags to choose from: those of the selected documents first, each with whether all or some of them have it. */
export function tagOptions(
  tags: readonly { readonly tag: string; readonly documents: number }[],
  labels: readonly DocumentLabels[],
): readonly PickOption[] {
  return tags
    .map(({ tag, documents }): PickOption => {
      const having = labels.filter((one) => one.tags.some((own) => isSameTag(own, tag))).length
      const mark = having === 0 ? undefined : having === labels.length ? 'all' : 'some'
      return { value: tag, label: tag, note: count(documents), mark }
    })
    .toSorted((a, b) => Number(b.mark !== undefined) - Number(a.mark !== undefined))
}

/** The categories to choose from, with those the selected documents are in. */
export function categoryOptions(
  categories: readonly { readonly category: string; readonly documents: number }[],
  labels: readonly DocumentLabels[],
): readonly PickOption[] {
  return categories.map(({ category, documents }) => {
    const inIt = labels.filter((one) => one.category === category).length
    const mark = inIt === 0 ? undefined : inIt === labels.length ? 'all' : 'some'
    return { value: category, label: category, note: count(documents), mark }
  })
}

/** Why a category cannot be called so; null when it can. */
export function categoryProblem(name: string) {
  if (name.length > 200) return 'This is too long for a category.'
  return /^[^/]+(\/[^/]+)*$/.test(name) ? null : 'Between two slashes stands a name, as in Law/Leases.'
}

/** Why a tag cannot be called so; null when it can. */
export function tagProblem(name: string) {
  return name.length > 60 ? 'A tag has at most 60 letters.' : null
}

/** Tags that differ in case only are the same. */
function isSameTag(a: string, b: string) {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase()
}
