import { useQuery } from '@tanstack/react-query'
import type { Source } from '#contract/library-item'
import { DocumentType } from '#contract/passage'
import { queries } from '../app/queries.ts'
import { Facet } from '../ui/Facet.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { MenuChecks, MenuChoice, MenuItem, MenuNote } from '../ui/Menu.tsx'
import { typeLabels } from '../ui/type-labels.ts'
import { count } from '../ui/words.ts'
import type { LibraryView } from './place.ts'

export interface FiltersProps {
  readonly view: LibraryView
  readonly sources: readonly Source[]
  readonly onView: (change: Partial<LibraryView>) => void
}

const types = DocumentType.options.map((type) => ({ value: type, label: typeLabels[type] }))

/** The row of menus that narrows the list; a menu stands there once there is something to choose from. */
export function Filters({ view, sources, onView }: FiltersProps) {
  const { data: tags = [] } = useQuery(queries.tags)
  const { data: categories = [] } = useQuery(queries.categories)
  const { data: collections = [] } = useQuery(queries.collections)
  const lists = view.tab !== 'left-out' && view.tab !== 'bin'
  return (
    <>
      {view.inside && <Inside documentId={view.inside} onClear={() => onView({ inside: null })} />}
      {(sources.length > 1 || view.sourceId) && view.tab !== 'bin' && (
        <One
          name="Source"
          value={view.sourceId}
          options={sources.map(({ id, title, documents }) => ({ value: id, label: title, note: count(documents) }))}
          onChange={(sourceId) => onView({ sourceId })}
        />
      )}
      {lists && (
        <>
          {(collections.length > 0 || view.collectionId) && (
            <One
              name="Collection"
              value={view.collectionId}
              options={collections.map(({ id, name, documents }) => ({
                value: id,
                label: name,
                note: count(documents),
              }))}
              onChange={(collectionId) => onView({ collectionId })}
            />
          )}
          <Facet
            name="Type"
            shown={view.types.length > 0 ? undefined : 'Type'}
            chosen={view.types.map((type) => typeLabels[type])}
            onClear={() => onView({ types: [] })}
          >
            <MenuChecks
              values={view.types}
              onChange={(values) => onView({ types: DocumentType.array().parse(values) })}
              options={types}
            />
          </Facet>
          {(tags.length > 0 || view.tags.length > 0) && (
            <Facet
              name="Tag"
              shown={view.tags.length > 0 ? undefined : 'Tag'}
              chosen={view.tags}
              onClear={() => onView({ tags: [] })}
            >
              <MenuChecks
                values={view.tags}
                onChange={(values) => onView({ tags: values })}
                options={tags.map(({ tag, documents }) => ({ value: tag, label: tag, note: count(documents) }))}
              />
            </Facet>
          )}
          {(categories.length > 0 || view.category) && (
            <One
              name="Category"
              value={view.category}
              options={categories.map(({ category, documents }) => ({
                value: category,
                label: category,
                note: count(documents),
              }))}
              onChange={(category) => onView({ category })}
            />
          )}
        </>
      )}
    </>
  )
}

interface OneProps {
  readonly name: string
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string; readonly note: string }[]
  readonly onChange: (value: string | null) => void
}

/** A menu of which one thing is chosen. */
function One({ name, value, options, onChange }: OneProps) {
  const chosen = value === null ? [] : [options.find((option) => option.value === value)?.label ?? 'removed']
  return (
    <Facet name={name} shown={value === null ? name : undefined} chosen={chosen} onClear={() => onChange(null)}>
      <MenuChoice value={value ?? ''} onChange={onChange} options={options} />
    </Facet>
  )
}

/** The file whose documents are shown, with the way out of it. */
function Inside({ documentId, onClear }: { readonly documentId: string; readonly onClear: () => void }) {
  const { data: holder } = useQuery(queries.document(documentId))
  return (
    <Facet name="In" chosen={[holder ? nameOfFile(holder) : '…']} onClear={onClear}>
      <MenuNote>{holder?.path}</MenuNote>
      <MenuItem onSelect={onClear}>Show all files</MenuItem>
    </Facet>
  )
}
