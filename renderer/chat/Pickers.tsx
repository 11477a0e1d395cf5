import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import type { ModelChoice } from '#contract/models.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { buttonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuChecks, MenuChoice, MenuItem, MenuLine, MenuNote } from '../ui/Menu.tsx'
import { say } from '../ui/Toasts.tsx'
import { count } from '../ui/words.ts'
import { adviceOn, choiceToValue, leavesMachine, modelName, modelOptions, valueToChoice } from './model-choice.ts'

export interface SourcePickerProps {
  readonly sourceIds: readonly string[]
  readonly onChange: (sourceIds: readonly string[]) => void
}

/** Which sources a question is asked of. */
export function SourcePicker({ sourceIds, onChange }: SourcePickerProps) {
  const { data: sources = [] } = useQuery(queries.sources)
  const chosen = sources.filter((source) => sourceIds.includes(source.id))
  const shown =
    chosen.length === 0 ? 'All sources' : chosen.length === 1 ? chosen[0]?.title : `${chosen.length} sources`
  return (
    <Menu side="top" label="Sources" trigger={<PickerButton label="Sources" shown={shown ?? 'All sources'} />}>
      <MenuItem onSelect={() => onChange([])}>All sources</MenuItem>
      {sources.length > 0 && <MenuLine />}
      <MenuChecks
        values={sourceIds}
        onChange={onChange}
        options={sources.map(({ id, title, documents }) => ({ value: id, label: title, note: count(documents) }))}
      />
    </Menu>
  )
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
  if (!models) return <PickerButton label="Model" shown="Looking for models" disabled />
  const away = leavesMachine(models)
  const advice = adviceOn(models)
  const toModels = () => void navigate({ to: '/settings/$section', params: { section: 'models' } })
  return (
    <Menu
      side="top"
      label="Model"
      trigger={
        <PickerButton label="Model" shown={modelName(models.active)} note={away ? 'leaves this machine' : null} />
      }
    >
      <MenuChoice
        value={models.chosen ? choiceToValue(models.chosen) : ''}
        onChange={(value) => choose.mutate(valueToChoice(value))}
        options={[{ value: '', label: 'Alcove chooses' }, ...modelOptions(models)]}
      />
      <MenuLine />
      {advice && <MenuNote>{advice}</MenuNote>}
      <MenuItem onSelect={toModels}>{advice ? 'How to get a model' : 'Models and servers'}</MenuItem>
    </Menu>
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
