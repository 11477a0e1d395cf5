import type { ModelInfo } from '#contract/models.contract'
import { shortName } from '../app/model-choice.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { bytes } from '../ui/words.ts'

export interface DeleteModelDialogProps {
  readonly model: ModelInfo
  readonly onClose: () => void
  readonly onDelete: () => void
}

/** Asks once more before a model is deleted, and says how much room comes back. */
export function DeleteModelDialog({ model, onClose, onDelete }: DeleteModelDialogProps) {
  const room = model.bytes === null ? '' : ` ${bytes(model.bytes)} of room on disk come back.`
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${shortName(model.name)}?`}
      description={`Ollama deletes it for every program on this machine.${room} Your conversations stay; it can be fetched again.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" onClick={onDelete}>
            Delete
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
