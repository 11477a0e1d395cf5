import type { FoundPassage } from '#contract/search.contract'

export const lease = passage(1, 'The lease ends on 31 March 2027. It was signed in 2024.')
export const notice = passage(2, 'Rent is due monthly.\nNotice must be given three months before, in writing.')
export const garden = passage(3, 'The garden is shared by all tenants.')

/** A passage as the search returns it. */
export function passage(n: number, text: string, more: Partial<FoundPassage> = {}): FoundPassage {
  return {
    id: `p${n}`,
    documentId: `d${n}`,
    path: `/papers/${n}.pdf`,
    title: `Paper ${n}`,
    type: 'pdf',
    sourceId: 's1',
    modifiedAt: 1_700_000_000_000,
    page: n,
    heading: 'Terms › End',
    startLine: 1,
    endLine: 2,
    range: { start: 0, end: text.length },
    text,
    score: 1 / n,
    marks: [],
    relevant: true,
    ...more,
  }
}
