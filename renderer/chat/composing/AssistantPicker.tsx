import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { queries } from '../../app/queries.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../ui/Menu.tsx'

export interface AssistantPickerProps {
  readonly assistantId: string | null
  readonly onChange: (assistantId: string | null) => void
}

/** Who answers: the usual way, or an assistant; nothing while there is none. */
export function AssistantPicker({ assistantId, onChange }: AssistantPickerProps) {
  const { data: assistants = [] } = useQuery(queries.assistants)
  const navigate = useNavigate()
  if (assistants.length === 0) return null
  const shown = assistants.find(({ id }) => id === assistantId)?.name ?? 'No assistant'
  return (
    <Menu
      side="top"
      label="Assistant"
      trigger={
        <button type="button" aria-label={`Assistant: ${shown}`} className={`${buttonClass('quiet')} min-w-0 shrink!`}>
          <span className="cut">{shown}</span>
          <Icon of={ChevronDown} size={12} />
        </button>
      }
    >
      <MenuChoice
        value={assistantId ?? ''}
        onChange={(value) => onChange(value || null)}
        options={[
          { value: '', label: 'No assistant' },
          ...assistants.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <MenuLine />
      <MenuItem onSelect={() => void navigate({ to: '/settings/$section', params: { section: 'answers' } })}>
        Assistants and prompts
      </MenuItem>
    </Menu>
  )
}
