import { useState } from 'react'
import type { Prompt, Schedule } from '#contract/assistants.contract'
import { variablesOf } from '#contract/prompt-text'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { timeOf, timeToMinutes, weekdays } from './schedule-words.ts'

export interface PromptDialogProps {
  /** Null: a new one. */
  readonly prompt: Prompt | null
  readonly onClose: () => void
  readonly onSave: (prompt: Omit<Prompt, 'id' | 'ranAt'> & { readonly id: string | null }) => void
}

const everyLabels = { '': 'Only by hand', day: 'Every day', weekday: 'Monday to Friday', week: 'Every week' } as const
const nine = 540

/** A prompt: what it is called, what it says, and when it is asked by itself. */
export function PromptDialog({ prompt, onClose, onSave }: PromptDialogProps) {
  const [name, setName] = useState(prompt?.name ?? '')
  const [text, setText] = useState(prompt?.text ?? '')
  const [every, setEvery] = useState<'' | Schedule['every']>(prompt?.schedule?.every ?? '')
  const [time, setTime] = useState(timeOf(prompt?.schedule?.at ?? nine))
  const [weekday, setWeekday] = useState(String(prompt?.schedule?.weekday ?? 1))
  const variables = variablesOf(text)
  const at = timeToMinutes(time)
  const ready = name.trim() !== '' && text.trim() !== '' && (every === '' || at !== null)
  const schedule = every === '' || variables.length > 0 || at === null ? null : { every, at, weekday: Number(weekday) }
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={prompt ? 'Change the prompt' : 'New prompt'}
      description="Type / in an empty box to put it there."
      actions={
        <Button
          kind="primary"
          disabled={!ready}
          onClick={() => onSave({ id: prompt?.id ?? null, name: name.trim(), text: text.trim(), schedule })}
        >
          Keep
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus dir="auto" />
        <TextArea
          label="What it says"
          value={text}
          onChange={setText}
          rows={6}
          maxLength={8_000}
          hint={
            variables.length === 0
              ? 'Write {{name}} for what is to be asked for each time; {{date}} and {{time}} are filled in.'
              : `Asked for each time: ${variables.join(', ')}.`
          }
        />
        {variables.length === 0 ? (
          <div className="flex flex-wrap items-end gap-2">
            <Select
              label="Asked by itself"
              value={every}
              onChange={(value) => setEvery(value === 'day' || value === 'weekday' || value === 'week' ? value : '')}
              options={Object.entries(everyLabels).map(([value, label]) => ({ value, label }))}
            />
            {every === 'week' && (
              <Select
                label="Day"
                value={weekday}
                onChange={setWeekday}
                options={weekdays.map((label, day) => ({ value: String(day), label }))}
              />
            )}
            {every !== '' && (
              <div className="w-[120px]">
                <TextField label="At" labelUnseen type="time" value={time} onChange={setTime} />
              </div>
            )}
          </div>
        ) : (
          <p className="text-muted">A prompt that asks for something first cannot be asked by itself.</p>
        )}
      </div>
    </Dialog>
  )
}
