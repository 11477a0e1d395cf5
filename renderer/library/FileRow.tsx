import { Check, Ellipsis } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { formatOf } from '#contract/formats'
import type { LibraryItem } from '#contract/library.contract'
import { sentenceForIngestFailure } from '#contract/library.sentences'
import type { Source } from '#contract/library-item'
import { iconButtonClass } from '../ui/Button.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { Icon } from '../ui/Icon.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { TypeIcon } from '../ui/TypeIcon.tsx'
import { count, plural } from '../ui/words.ts'
import { canRetry, dayOf, placeOf, shownState } from './item.ts'
import { type Remedy, remediesFor, remedyWords } from './remedy.ts'

export interface FileRowProps {
  readonly item: LibraryItem
  readonly source: Source | undefined
  readonly selected: boolean
  readonly onSelect: (event: MouseEvent) => void
  readonly onMenu: (anchor: Element) => void
  readonly onRemedy: (remedy: Remedy, item: LibraryItem) => void
}

/** The cells of one file. */
export function FileRow({ item, source, selected, onSelect, onMenu, onRemedy }: FileRowProps) {
  const state = shownState(item)
  const failed = item.state === 'failed'
  const name = nameOfFile(item)
  const wanted: readonly Remedy[] = item.failure ? remediesFor(item.failure.code) : ['again']
  const remedies = wanted.filter((remedy) => remedy !== 'again' || canRetry(item))
  const labels = [item.holds ? plural(item.holds, 'document') : null, item.category, ...item.tags].filter(Boolean)
  return (
    <>
      <span className="name" role="gridcell">
        <SelectBox name={name} selected={selected} onSelect={onSelect}>
          <TypeIcon type={item.type ?? formatOf(item.path)?.type ?? null} />
        </SelectBox>
        <span className="cut" dir="auto" title={item.path}>
          {name}
        </span>
        {labels.length > 0 && (
          <span className="labels cut" dir="auto" title={labels.join(', ')}>
            {labels.join(', ')}
          </span>
        )}
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
        {remedies.map((remedy) => (
          <button
            key={remedy}
            type="button"
            className="link"
            onClick={(event) => {
              event.stopPropagation()
              onRemedy(remedy, item)
            }}
          >
            {failed ? remedyWords[remedy] : 'Read it'}
            <span className="unseen">: {name}</span>
          </button>
        ))}
      </span>
      {!failed && (
        <span className="right" role="gridcell">
          {item.passages > 0 ? count(item.passages) : ''}
        </span>
      )}
      <span className="when" role="gridcell">
        {dayOf(item.modifiedAt, Date.now())}
      </span>
      <span className="more" role="gridcell">
        <RowMenuButton name={name} onMenu={onMenu} />
      </span>
    </>
  )
}

export interface SelectBoxProps {
  readonly name: string
  readonly selected: boolean
  readonly onSelect: (event: MouseEvent) => void
  /** Stands in its place until the row is pointed at or selected. */
  readonly children: ReactNode
}

/** The box that selects a row; the keys for it are those of the whole list. */
export function SelectBox({ name, selected, onSelect, children }: SelectBoxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={selected}
      aria-label={`Select ${name}`}
      className="select-box"
      tabIndex={-1}
      onMouseDown={keepFocus}
      onClick={(event) => {
        event.stopPropagation()
        onSelect(event)
      }}
    >
      {children}
      <i aria-hidden>{selected && <Icon of={Check} size={12} />}</i>
    </button>
  )
}

/** Opens the menu of a row. */
export function RowMenuButton({ name, onMenu }: { readonly name: string; readonly onMenu: (anchor: Element) => void }) {
  return (
    <button
      type="button"
      aria-label={`Actions for ${name}`}
      aria-haspopup="menu"
      className={`row-menu ${iconButtonClass}`}
      tabIndex={-1}
      onMouseDown={keepFocus}
      onClick={(event) => {
        event.stopPropagation()
        onMenu(event.currentTarget)
      }}
    >
      <Icon of={Ellipsis} />
    </button>
  )
}

/** The focus stays on the list, whose keys go on working. */
function keepFocus(event: MouseEvent) {
  event.preventDefault()
}
