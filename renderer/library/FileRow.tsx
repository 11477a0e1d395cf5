import { formatOf } from '#contract/formats'
import type { LibraryItem } from '#contract/library.contract'
import { sentenceForIngestFailure } from '#contract/library.sentences'
import type { Source } from '#contract/library-item'
import { nameOfFile } from '../ui/file-name.ts'
import { StateShape } from '../ui/StateShape.tsx'
import { TypeIcon } from '../ui/TypeIcon.tsx'
import { count } from '../ui/words.ts'
import { canRetry, dayOf, placeOf, shownState } from './item.ts'

export interface FileRowProps {
  readonly item: LibraryItem
  readonly source: Source | undefined
  readonly onRetry: (item: LibraryItem) => void
}

/** The cells of one file. */
export function FileRow({ item, source, onRetry }: FileRowProps) {
  const state = shownState(item)
  const failed = item.state === 'failed'
  return (
    <>
      <span className="name" role="gridcell">
        <TypeIcon type={item.type ?? formatOf(item.path)?.type ?? null} />
        <span className="cut" dir="auto" title={item.path}>
          {nameOfFile(item)}
        </span>
      </span>
      <span className="source cut" role="gridcell">
        {placeOf(item.path, source)}
      </span>
      <span
        className="state"
        role="gridcell"
        aria-colspan={failed ? 2 : undefined}
        title={item.failure ? sentenceForIngestFailure({ code: item.failure.code, path: item.path }) : undefined}
      >
        <StateShape shape={state.shape} tone={state.tone} />
        <span className="cut">{state.words}</span>
        {canRetry(item) && (
          <button
            type="button"
            className="link"
            onClick={(event) => {
              event.stopPropagation()
              onRetry(item)
            }}
          >
            {failed ? 'Try again' : 'Read it'}
            <span className="unseen">: {nameOfFile(item)}</span>
          </button>
        )}
      </span>
      {!failed && (
        <span className="right" role="gridcell">
          {item.passages > 0 ? count(item.passages) : ''}
        </span>
      )}
      <span className="when" role="gridcell">
        {dayOf(item.modifiedAt, Date.now())}
      </span>
    </>
  )
}
