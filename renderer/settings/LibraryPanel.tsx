import type { ReactNode } from 'react'
import type { LibraryState } from '#contract/library.contract'
import { sentenceForBlockedWork } from '#contract/library.sentences'
import { useLibraryState } from '../app/queries.ts'
import { useSettings } from '../app/useSettings.ts'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { count, plural } from '../ui/words.ts'
import { DataFolderRow } from './DataFolderRow.tsx'
import { ReadingRows } from './ReadingRows.tsx'

/** The sources, how far they can be found, and where all of it is kept. */
export function LibraryPanel({ sources }: { readonly sources: ReactNode }) {
  const library = useLibraryState()
  return (
    <>
      {sources}
      <section>
        <h2>
          <span className="em">Index</span>
          <span className="text-muted">made from your files, and made anew when it is lost</span>
        </h2>
        <Rows>
          {library && <FoundByWords library={library} />}
          {library && <FoundByMeaning library={library} />}
          <PreferNewer />
          <DataFolderRow />
        </Rows>
      </section>
      <ReadingRows />
    </>
  )
}

function FoundByWords({ library }: { readonly library: LibraryState }) {
  const { documents, passages, queue, byState, progress } = library
  const failed = byState.failed ?? 0
  const facts = [
    `${plural(documents, 'document')} in ${plural(passages, 'passage')}`,
    queue > 0 ? `${count(queue)} to be read` : null,
    failed > 0 ? `${count(failed)} could not be read` : null,
  ]
  return (
    <Row
      name="Found by words"
      note={<span className="num">{facts.filter(Boolean).join(' · ')}</span>}
      problem={progress.blocked && sentenceForBlockedWork(progress.blocked)}
    >
      <IndexState waiting={queue} paused={progress.paused} empty={documents === 0} />
    </Row>
  )
}

function FoundByMeaning({ library: { passages, progress } }: { readonly library: LibraryState }) {
  const { passagesWaiting } = progress
  const note =
    passagesWaiting > 0
      ? `${count(passages - passagesWaiting)} of ${plural(passages, 'passage')}; the others are found by words meanwhile.`
      : 'Every passage, in what it means and not only in its words, by the model that comes with Alcove.'
  return (
    <Row name="Found by meaning" note={<span className="num">{note}</span>}>
      <IndexState waiting={passagesWaiting} paused={progress.paused} empty={passages === 0} />
    </Row>
  )
}

const preferLabels = { no: 'Not at all', some: 'A little', much: 'Much' } as const

function PreferNewer() {
  const { settings, change, problem } = useSettings()
  return (
    <Row
      name="Prefer newer documents"
      note="In search and in answers, among what fits about as well. Sorting by date is in the search itself."
      problem={problem}
    >
      <Select
        label="Prefer newer documents"
        align="end"
        value={settings.preferNewer}
        options={Object.entries<string>(preferLabels).map(([value, label]) => ({ value, label }))}
        onChange={(value) => change({ preferNewer: value === 'some' || value === 'much' ? value : 'no' })}
      />
    </Row>
  )
}

interface IndexStateProps {
  readonly waiting: number
  readonly paused: boolean
  readonly empty: boolean
}

function IndexState({ waiting, paused, empty }: IndexStateProps) {
  if (waiting > 0) {
    return (
      <span className="state">
        <StateShape shape="part" tone={paused ? 'wait' : 'busy'} /> {paused ? 'Paused' : 'Working'}
      </span>
    )
  }
  return (
    <span className="state">
      <StateShape shape={empty ? 'empty' : 'full'} tone={empty ? 'wait' : 'ok'} /> {empty ? 'Empty' : 'Ready'}
    </span>
  )
}
