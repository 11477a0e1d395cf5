import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Assistant } from '#contract/assistants.contract'
import { choiceToValue, modelOptions, valueToChoice } from '../../app/model-choice.ts'
import { queries } from '../../app/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { SourcePicker } from '../Pickers.tsx'

export interface AssistantDialogProps {
  /** Null: a new one. */
  readonly assistant: Assistant | null
  readonly onClose: () => void
  readonly onSave: (assistant: Omit<Assistant, 'id'> & { readonly id: string | null }) => void
}

/** What an assistant is called and told, who writes for it, and what it reads. */
export function AssistantDialog({ assistant, onClose, onSave }: AssistantDialogProps) {
  const { data: models } = useQuery(queries.models)
  const [name, setName] = useState(assistant?.name ?? '')
  const [instructions, setInstructions] = useState(assistant?.instructions ?? '')
  const [model, setModel] = useState(assistant?.model ? choiceToValue(assistant.model) : '')
  const [sourceIds, setSourceIds] = useState<readonly string[]>(assistant?.sourceIds ?? [])
  const ready = name.trim() !== ''
  const save = () =>
    onSave({
      id: assistant?.id ?? null,
      name: name.trim(),
      instructions,
      model: model === '' ? null : valueToChoice(model),
      sourceIds: [...sourceIds],
    })
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={assistant ? 'Change the assistant' : 'New assistant'}
      description="Chosen under the box one types into; a conversation keeps its assistant."
      actions={
        <Button kind="primary" disabled={!ready} onClick={save}>
          Keep
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus dir="auto" />
        <TextArea
          label="Instructions"
          value={instructions}
          onChange={setInstructions}
          rows={6}
          maxLength={8_000}
          hint="Told to the model before every question. Answers still come from your documents only."
        />
        <div className="flex flex-wrap items-center gap-2">
          <Select
            label="Model"
            value={model}
            onChange={setModel}
            options={[{ value: '', label: 'Whatever answers otherwise' }, ...(models ? modelOptions(models) : [])]}
          />
          <SourcePicker sourceIds={sourceIds} onChange={setSourceIds} />
        </div>
      </div>
    </Dialog>
  )
}
