import type { QueryProblem } from '#contract/query-language'

export interface RemarksProps {
  readonly query: string
  readonly problems: readonly QueryProblem[]
  readonly didYouMean: string | null
  readonly onQuery: (query: string) => void
  /** Marks a part of the query in the box. */
  readonly onPoint: (problem: QueryProblem) => void
}

/** What of a query was not understood, and how it may have been meant. */
export function Remarks({ query, problems, didYouMean, onQuery, onPoint }: RemarksProps) {
  if (problems.length === 0 && didYouMean === null) return null
  return (
    <div className="remarks" role="status">
      {problems.map((problem) => (
        <p key={`${problem.start}:${problem.message}`}>
          <button type="button" className="wrong" onClick={() => onPoint(problem)}>
            <span className="unseen">Show </span>
            {query.slice(problem.start, problem.end)}
          </button>{' '}
          {problem.message}
        </p>
      ))}
      {didYouMean !== null && (
        <p>
          Did you mean{' '}
          <button type="button" className="link" dir="auto" onClick={() => onQuery(didYouMean)}>
            {didYouMean}
          </button>
          ?
        </p>
      )}
    </div>
  )
}
