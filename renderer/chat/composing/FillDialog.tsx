import { useState } from 'react'
import type { Prompt } from '#contract/assistants.contract'
import { filledPrompt, variablesOf } from '#contract/prompt-text'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'

export interface FillDialogProps {
  readonly prompt: Prompt
  readonly onClose: () => void
  /** Given the prompt with everything filled in. */
  readonly onFilled: (text: string) => void
}

/** Asks for the variables of a prompt, one field each. */
export function FillDialog({ prompt, onClose, onFilled }: FillDialogProps) {
  const names = variablesOf(prompt.text)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const ready = names.every((name) => (values[name] ?? '').trim() !== '')
  const fill = () => onFilled(filledPrompt(prompt.text, values, new Date()))
  return (
    <Dialog
      open
      onClose={onClose}
      title={prompt.name}
      actions={
        <Button kind="primary" disabled={!ready} onClick={fill}>
          Put it into the box
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) fill()
        }}
      >
        {names.map((name, index) => (
          <TextField
            key={name}
            label={name}
            value={values[name] ?? ''}
            onChange={(value) => setValues({ ...values, [name]: value })}
            maxLength={2_000}
            autoFocus={index === 0}
            dir="auto"
          />
        ))}
        <button type="submit" className="unseen" tabIndex={-1}>
          Put it into the box
        </button>
      </form>
    </Dialog>
  )
}
