import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Source } from '#contract/library-item'
import type { ModelChoice } from '#contract/models.contract'
import { ConsentDialog } from '../app/ConsentDialog.tsx'
import { client } from '../app/client.ts'
import { collectionOf } from '../app/collection-of.ts'
import { choiceToValue, valueToChoice } from '../app/model-choice.ts'
import { queries } from '../app/queries.ts'
import { buttonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuChecks, MenuChoice, MenuItem, MenuLine, MenuNote } from '../ui/Menu.tsx'
import { say } from '../ui/Toasts.tsx'
import { count } from '../ui/words.ts'
import { adviceOn, asksConsent, leavesMachine, modelGroups, modelName } from './model-choice.ts'

export interface SourcePickerProps {
  readonly sourceIds: readonly string[]
  readonly onChange: (sourceIds: readonly string[]) => void
}

/** Which sources a question is asked of; a collection stands for the sources in it. */
export function SourcePicker({ sourceIds, onChange }: SourcePickerProps) {
  const { data: sources = [] } = useQuery(queries.sources)
  const { data: collections = [] } = useQuery(queries.collections)
  const collection = collectionOf(collections, sourceIds)
  return (
    <Menu
      side="top"
      label="Sources"
      trigger={<PickerButton label="Sources" shown={collection?.name ?? namesOf(sources, sourceIds)} />}
    >
      <MenuItem onSelect={() => onChange([])}>All sources</MenuItem>
      {collections.length > 0 && (
        <>
          <MenuLine />
          <MenuChoice
            label="Collections"
            value={collection?.id ?? ''}
            onChange={(id) => onChange(collections.find((one) => one.id === id)?.sourceIds ?? [])}
            options={collections.map(({ id, name, documents, sourceIds: inIt }) => ({
              value: id,
              label: name,
              note: count(documents),
              disabled: inIt.length === 0,
            }))}
          />
        </>
      )}
      {sources.length > 0 && <MenuLine />}
      <MenuChecks
        values={sourceIds}
        onChange={onChange}
        options={sources.map(({ id, title, documents }) => ({ value: id, label: title, note: count(documents) }))}
      />
    </Menu>
  )
}

function namesOf(sources: readonly Source[], sourceIds: readonly string[]) {
  const [first, ...others] = sources.filter((source) => sourceIds.includes(source.id))
  if (!first) return 'All sources'
  return others.length === 0 ? first.title : `${others.length + 1} sources`
}

/** What writes the answers: a model, or nobody; and how to get a model where there is none. */
export function ModelPicker() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { data: models } = useQuery(queries.models)
  const choose = useMutation({
    mutationFn: (choice: ModelChoice | null) => client.models.choose({ choice }),
    onSuccess: (state) => cache.setQueryData(queries.models.queryKey, state),
    onError: () => say('The choice could not be kept just now', 'What answers is as it was.'),
  })
  const [wanted, setWanted] = useState<ModelChoice | null>(null)
  if (!models) return <PickerButton label="Model" shown="Looking for models" disabled />
  const away = leavesMachine(models)
  const advice = adviceOn(models)
  const toModels = () => void navigate({ to: '/settings/$section', params: { section: 'models' } })
  const asked = asksConsent(wanted, models)
  const value = choiceToValue(models.chosen)
  const onChange = (next: string) => {
    const choice = valueToChoice(next)
    if (asksConsent(choice, models)) setWanted(choice)
    else choose.mutate(choice)
  }
  return (
    <>
      <Menu
        side="top"
        label="Model"
        trigger={
          <PickerButton label="Model" shown={modelName(models.active)} note={away ? 'leaves this machine' : null} />
        }
      >
        <MenuChoice value={value} onChange={onChange} options={[{ value: '', label: 'Alcove chooses' }]} />
        {modelGroups(models).map(({ label, options }) => (
          <MenuChoice
            key={label ?? 'nobody'}
            label={label ?? undefined}
            value={value}
            onChange={onChange}
            options={options}
          />
        ))}
        <MenuLine />
        {advice && <MenuNote>{advice}</MenuNote>}
        <MenuItem onSelect={toModels}>{advice ? 'How to get a model' : 'Models and servers'}</MenuItem>
      </Menu>
      {asked && (
        <ConsentDialog
          server={asked}
          onClose={() => setWanted(null)}
          onAllowed={() => {
            choose.mutate(wanted)
            setWanted(null)
          }}
        />
      )}
    </>
  )
}

interface PickerButtonProps {
  readonly label: string
  readonly shown: string
  readonly note?: string | null
  readonly disabled?: boolean
}

function PickerButton({ label, shown, note = null, ...rest }: PickerButtonProps) {
  return (
    <button
      type="button"
      aria-label={`${label}: ${shown}${note ? `, ${note}` : ''}`}
      className={`${buttonClass('quiet')} min-w-0 shrink!`}
      {...rest}
    >
      <span className="cut">
        {shown}
        {note && ` · ${note}`}
      </span>
      <Icon of={ChevronDown} size={12} />
    </button>
  )
}
