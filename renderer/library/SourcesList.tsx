import { ListFilter, Pause, Play, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Source } from '#contract/library-item'
import { Button, IconButton } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { plural } from '../ui/words.ts'
import { CollectionsList } from './CollectionsList.tsx'
import { RulesDialog } from './RulesDialog.tsx'
import { useSources } from './useLibrary.ts'

const kinds: Readonly<Record<Source['kind'], string>> = {
  folder: 'Folder',
  file: 'File',
  text: 'Pasted text',
  sample: 'Sample library',
}

/** What was added to the library, with its problems, and the ways to scan it or take it out. */
export function SourcesList() {
  const { sources, remove, rescan, hold, scanning } = useSources()
  const [ruling, setRuling] = useState<Source | null>(null)
  if (!sources) return null
  if (sources.length === 0) return <p className="text-muted">Nothing was added yet.</p>
  return (
    <>
      <Rows>
        {sources.map((source) => (
          <Row key={source.id} name={source.title} note={<SourceNote source={source} />}>
            <IconButton
              icon={RefreshCw}
              label={`Look for changes in ${source.title}`}
              disabled={scanning !== null}
              onClick={() => rescan(source)}
            />
            {source.kind === 'folder' && (
              <>
                <IconButton
                  icon={source.paused ? Play : Pause}
                  label={source.paused ? `Go on reading ${source.title}` : `Pause reading ${source.title}`}
                  onClick={() => hold(source)}
                />
                <IconButton
                  icon={ListFilter}
                  label={`What ${source.title} leaves out`}
                  onClick={() => setRuling(source)}
                />
              </>
            )}
            <IconButton
              icon={Trash2}
              label={`Remove ${source.title} from the library`}
              onClick={() => remove(source)}
            />
          </Row>
        ))}
      </Rows>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <Button icon={RefreshCw} disabled={scanning !== null} onClick={() => rescan(null)}>
          Look for changes now
        </Button>
        <span className="text-muted">Removing takes a source out of the library; your files stay where they are.</span>
      </div>
      <CollectionsList sources={sources} />
      {ruling && <RulesDialog source={ruling} onClose={() => setRuling(null)} />}
    </>
  )
}

function SourceNote({ source }: { readonly source: Source }) {
  const facts = [
    kinds[source.kind],
    plural(source.documents, 'document'),
    source.kind === 'folder' ? (source.watched ? 'kept in step' : 'not watched') : null,
  ]
  return (
    <>
      <span className="num">{facts.filter(Boolean).join(' · ')}</span>
      {source.kind !== 'text' && (
        <span className="cut block" title={source.path} dir="ltr">
          {source.path}
        </span>
      )}
      {source.paused && (
        <span className="with-state">
          <StateShape shape="half" tone="wait" />
          <span>Paused: its files wait, what was read is found.</span>
        </span>
      )}
      {source.problem !== null && (
        <span className="with-state text-danger">
          <StateShape shape="cross" tone="bad" />
          <span>{source.problem}</span>
        </span>
      )}
    </>
  )
}
