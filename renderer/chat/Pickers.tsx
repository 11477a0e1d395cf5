import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import type { ModelChoice, ModelsState } from '#contract/models.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { buttonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuChecks, MenuChoice, MenuItem, MenuLine, type MenuOption } from '../ui/Menu.tsx'
import { count } from '../ui/words.ts'
import { shortName } from './status-line.ts'

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

/** What writes the answers: a model, or nobody. */
export function ModelPicker() {
  const cache = useQueryClient()
  const { data: models } = useQuery(queries.models)
  const choose = useMutation({
    mutationFn: (choice: ModelChoice | null) => client.models.choose({ choice }),
    onSuccess: (state) => cache.setQueryData(queries.models.queryKey, state),
  })
  if (!models) return null
  return (
    <Menu side="top" label="Model" trigger={<PickerButton label="Model" shown={nameOf(models.active)} />}>
      <MenuChoice
        value={models.chosen ? toValue(models.chosen) : ''}
        onChange={(value) => choose.mutate(toChoice(value))}
        options={[{ value: '', label: 'Alcove chooses' }, ...optionsOf(models)]}
      />
    </Menu>
  )
}

function PickerButton({ label, shown, ...rest }: { readonly label: string; readonly shown: string }) {
  return (
    <button
      type="button"
      aria-label={`${label}: ${shown}`}
      className={`${buttonClass('quiet')} min-w-0 shrink!`}
      {...rest}
    >
      <span className="cut">{shown}</span>
      <Icon of={ChevronDown} size={12} />
    </button>
  )
}

function optionsOf(models: ModelsState): readonly MenuOption[] {
  const written = models.servers.flatMap((server) =>
    server.models
      .filter((model) => model.chat)
      .map((model) => ({
        value: toValue(model),
        label: shortName(model.name),
        note: server.local ? fitNote(model.fits) : 'leaves this machine',
      })),
  )
  return [...written, { value: toValue({ runtime: 'quotes', name: 'quotes' }), label: 'Quotes only' }]
}

function fitNote(fits: 'yes' | 'tight' | 'no' | 'unknown') {
  if (fits === 'no') return 'too big'
  return fits === 'tight' ? 'tight' : undefined
}

/** A model as a person calls it. */
export function nameOf({ runtime, name }: ModelChoice) {
  return runtime === 'quotes' ? 'Quotes only' : shortName(name)
}

function toValue({ runtime, name }: ModelChoice) {
  return `${runtime}\t${name}`
}

function toChoice(value: string): ModelChoice | null {
  const [runtime, name] = value.split('\t')
  if (name === undefined || (runtime !== 'ollama' && runtime !== 'openai-compatible' && runtime !== 'quotes'))
    return null
  return { runtime, name }
}
