export interface Like {
  readonly passageId: string
  /** What it is called on the page. */
  readonly name: string
}

export interface LikeLineProps {
  readonly like: Like
  readonly waiting: boolean
  readonly failed: boolean
  readonly none: boolean
  readonly onBack: () => void
}

/** Says whose likes are shown, and leads back. */
export function LikeLine({ like, waiting, failed, none, onBack }: LikeLineProps) {
  const state = failed
    ? 'That passage is no longer there, or search did not answer.'
    : !waiting && none
      ? 'No other document has anything on its matter.'
      : ''
  return (
    <div className="remarks" role="status">
      <p>
        More like <b dir="auto">{like.name}</b>{' '}
        <button type="button" className="link" onClick={onBack}>
          Back to the search
        </button>
      </p>
      {state && <p>{state}</p>}
    </div>
  )
}
