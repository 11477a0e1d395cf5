import type { Source } from '#contract/library-item'
import type { FoundPassage } from '#contract/search.contract'
import { Marked } from '../ui/Marked.tsx'
import { TypeIcon } from '../ui/TypeIcon.tsx'
import { excerptOf, type HitGroup, placeName } from './hits.ts'

export interface HitsProps {
  readonly groups: readonly HitGroup[]
  readonly sources: readonly Source[]
  readonly current: FoundPassage | undefined
  readonly onPoint: (passage: FoundPassage) => void
  readonly onOpen: (passage: FoundPassage) => void
  readonly onUnfold: (documentId: string) => void
}

/** What was found, by document; the words that were found are marked. */
export function Hits({ groups, sources, current, onPoint, onOpen, onUnfold }: HitsProps) {
  return groups.map((group) => (
    <section key={group.documentId} className="group" aria-label={group.name}>
      <h2>
        <TypeIcon type={group.type} />
        <span className="cut" dir="auto" title={group.shown[0]?.path}>
          {group.name}
        </span>
        <span className="path cut">{sources.find((source) => source.id === group.sourceId)?.title}</span>
      </h2>
      {group.shown.map((passage) => (
        <Hit
          key={passage.id}
          passage={passage}
          current={passage.id === current?.id}
          onPoint={() => onPoint(passage)}
          onOpen={() => onOpen(passage)}
        />
      ))}
      {group.more > 0 && (
        <button type="button" className="more" onClick={() => onUnfold(group.documentId)}>
          {group.more} more in this document
        </button>
      )}
    </section>
  ))
}

interface HitProps {
  readonly passage: FoundPassage
  readonly current: boolean
  readonly onPoint: () => void
  readonly onOpen: () => void
}

function Hit({ passage, current, onPoint, onOpen }: HitProps) {
  const { text, marks } = excerptOf(passage)
  const place = placeName(passage)
  return (
    <button
      type="button"
      id={`hit-${passage.id}`}
      className="hit"
      aria-current={current ? 'true' : undefined}
      onClick={() => (current ? onOpen() : onPoint())}
      onDoubleClick={onOpen}
    >
      <span className="place num cut" title={place}>
        {place}
      </span>
      <span className="words" dir="auto">
        <Marked text={text} marks={marks} />
      </span>
    </button>
  )
}
