import { useQuery } from '@tanstack/react-query'
import { File, Folder } from 'lucide-react'
import { useState } from 'react'
import type { LibraryItem } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink, Bones, useElapsed } from '../ui/Skeleton.tsx'
import { count, plural } from '../ui/words.ts'
import { placeOf } from './item.ts'
import { pathBelow } from './left-out.ts'
import './listing.css'
import { placeToView } from './place.ts'
import { RuleSaid } from './RuleSaid.tsx'
import { RulesDialog } from './RulesDialog.tsx'
import { useFiles } from './useFiles.ts'
import { useWork } from './useLibrary.ts'

export interface LeftOutListProps {
  readonly sources: readonly Source[]
  readonly sourceId: string | null
  readonly filter: string
}

/** What is not read, source by source, each with the rule that leaves it out; first what a person took out of the queue. */
export function LeftOutList({ sources, sourceId, filter }: LeftOutListProps) {
  const [ruling, setRuling] = useState<Source | null>(null)
  const folders = sources.filter(({ id, kind }) => kind === 'folder' && (sourceId === null || id === sourceId))
  return (
    // A scroll area without anything to focus in it has to be reached by the keyboard itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="lines" tabIndex={0} role="region" aria-label="Left out">
      <TakenOut sources={sources} sourceId={sourceId} filter={filter} />
      {folders.length === 0 && <p className="none">Rules leave files out of folders; none is here.</p>}
      {folders.map((source) => (
        <OfSource key={source.id} source={source} filter={filter} onRules={() => setRuling(source)} />
      ))}
      {ruling && <RulesDialog source={ruling} onClose={() => setRuling(null)} />}
    </div>
  )
}

interface OfSourceProps {
  readonly source: Source
  readonly filter: string
  readonly onRules: () => void
}

function OfSource({ source, filter, onRules }: OfSourceProps) {
  const { data, isError, refetch } = useQuery({
    queryKey: ['library', 'left-out', source.id, filter],
    queryFn: ({ signal }) => client.library.rules.leftOut({ sourceId: source.id, filter, limit: 200 }, { signal }),
    staleTime: 0,
  })
  const more = data ? data.total - data.items.length : 0
  return (
    <section aria-label={source.title}>
      <h2>
        <b className="cut" dir="auto">
          {source.title}
        </b>
        {data && <span className="num flex-none">{count(data.total)} left out</span>}
        <span className="grow" />
        <Button kind="quiet" onClick={onRules}>
          Rules
          <span className="unseen"> of {source.title}</span>
        </Button>
      </h2>
      <ul className="listing">
        {!data && !isError && <LookingThrough />}
        {isError && (
          <li>
            <span className="text-muted">
              This could not be looked up just now.{' '}
              <button type="button" className="link" onClick={() => void refetch()}>
                Try again
              </button>
            </span>
          </li>
        )}
        {data?.items.map((out) => {
          return (
            <li key={out.path}>
              <span className="what">
                <Icon of={out.folder ? Folder : File} />
                <span className="cut" dir="auto" title={out.path}>
                  {pathBelow(out.path, source.path, out.folder)}
                </span>
              </span>
              <RuleSaid out={out} />
              <span />
            </li>
          )
        })}
      </ul>
      {data?.total === 0 && (
        <p className="none">{filter ? `Nothing left out is called “${filter}”.` : 'Nothing is left out here.'}</p>
      )}
      {more > 0 && <p className="none num">{count(more)} more. Filter by name to find one of them.</p>}
    </section>
  )
}

/** A large folder is walked through to know what is left out of it. */
function LookingThrough() {
  const long = useElapsed(1_000)
  return (
    <li>
      <AfterBlink>
        {long ? <span className="text-muted">Looking through the folder.</span> : <Bones widths={[60]} />}
      </AfterBlink>
    </li>
  )
}

function TakenOut({ sources, sourceId, filter }: LeftOutListProps) {
  const { total, itemsShown, again } = useTakenOut(sourceId, filter)
  if (total === 0) return null
  return (
    <section aria-label="Taken out of the queue">
      <h2>
        <b>Taken out of the queue by you</b>
        <span className="num">{plural(total, 'file')}</span>
      </h2>
      <ul className="listing">
        {itemsShown.map((item) => (
          <li key={item.path}>
            <span className="what">
              <Icon of={File} />
              <span className="cut" dir="auto" title={item.path}>
                {nameOfFile(item)}
              </span>
            </span>
            <span className="cut text-muted">
              {placeOf(
                item.path,
                sources.find(({ id }) => id === item.sourceId),
              )}
            </span>
            <span className="acts">
              <button type="button" className="link" onClick={() => again(item)}>
                Read it<span className="unseen">: {nameOfFile(item)}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useTakenOut(sourceId: string | null, filter: string) {
  const view = { ...placeToView({ show: 'left-out', name: filter, source: sourceId ?? undefined }) }
  const { total, item } = useFiles(view, 0, 99)
  const work = useWork()
  const shown = Array.from({ length: Math.min(total ?? 0, 100) }, (_, index) => item(index))
  return {
    total: total ?? 0,
    itemsShown: shown.filter((one) => one !== undefined),
    again: ({ jobId }: LibraryItem) => jobId && work.retry([jobId]),
  }
}
