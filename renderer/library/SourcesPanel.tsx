import { useLibraryState } from '../app/queries.ts'
import { plural } from '../ui/words.ts'
import { AddMenu } from './AddMenu.tsx'
import { SourcesList } from './SourcesList.tsx'

/** What is in the library and where it is from, as a section of the settings. */
export function SourcesPanel() {
  const library = useLibraryState()
  return (
    <>
      <div className="flex flex-wrap items-center gap-4">
        <p className="num grow text-muted">
          {library &&
            `${plural(library.documents, 'document')} and ${plural(library.passages, 'passage')}, read where they are and never changed.`}
        </p>
        <AddMenu />
      </div>
      <section>
        <h2>
          <span className="em">Sources</span>
        </h2>
        <SourcesList />
      </section>
    </>
  )
}
