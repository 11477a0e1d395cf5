import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Collection } from '#contract/collections.contract'
import type { Source } from '#contract/library-item'
import { Button, IconButton } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { plural } from '../ui/words.ts'
import { CollectionDialog } from './CollectionDialog.tsx'
import { useCollections } from './useCollections.ts'

/** Groups of sources that a question or a search can be limited to. */
export function CollectionsList({ sources }: { readonly sources: readonly Source[] }) {
  const { collections = [], remove } = useCollections()
  const [changing, setChanging] = useState<Collection | 'new' | null>(null)
  return (
    <section className="mt-6" aria-label="Collections">
      <h3 className="mb-1 flex min-h-7 items-center gap-3">
        <span className="em">Collections</span>
        <span className="cut text-muted">sources that are asked and searched together</span>
        <span className="grow" />
        <Button kind="quiet" icon={Plus} onClick={() => setChanging('new')}>
          New collection
        </Button>
      </h3>
      {collections.length > 0 && (
        <Rows>
          {collections.map((collection) => (
            <Row key={collection.id} name={collection.name} note={noteOf(collection, sources)}>
              <IconButton icon={Pencil} label={`Change ${collection.name}`} onClick={() => setChanging(collection)} />
              <IconButton
                icon={Trash2}
                label={`Remove the collection ${collection.name}`}
                onClick={() => remove(collection)}
              />
            </Row>
          ))}
        </Rows>
      )}
      {changing && (
        <CollectionDialog
          collection={changing === 'new' ? null : changing}
          sources={sources}
          onClose={() => setChanging(null)}
        />
      )}
    </section>
  )
}

function noteOf({ sourceIds, documents }: Collection, sources: readonly Source[]) {
  const names = sources.filter(({ id }) => sourceIds.includes(id)).map(({ title }) => title)
  if (names.length === 0) return 'No sources in it yet.'
  return `${names.join(', ')} · ${plural(documents, 'document')}`
}
