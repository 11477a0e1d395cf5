import { Switch as Base } from '@base-ui/react/switch'

export interface SwitchProps {
  readonly label: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  readonly disabled?: boolean
}

export function Switch({ label, on, onChange, disabled }: SwitchProps) {
  return (
    <span className={`inline-flex items-center gap-2 ${on ? 'text-ink' : 'text-muted'}`}>
      <span aria-hidden className="min-w-6 text-right">
        {on ? 'On' : 'Off'}
      </span>
      <Base.Root
        aria-label={label}
        checked={on}
        disabled={disabled}
        onCheckedChange={(next: boolean) => onChange(next)}
        className={`moves relative h-5 w-8 rounded-full ${on ? 'bg-accent' : 'bg-[color-mix(in_oklab,var(--muted)_80%,var(--paper))]'}`}
      >
        <Base.Thumb
          className={`absolute top-0.5 left-0.5 size-4 rounded-full bg-paper transition-transform duration-100 ${on ? 'translate-x-3' : ''}`}
        />
      </Base.Root>
    </span>
  )
}
