import type { ModelsState } from '#contract/models.contract'
import { client } from '../app/client.ts'
import { Command } from '../ui/Command.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { offersFor } from './get-model.ts'
import { gigabytes } from './model-row.ts'

export interface GetModelDialogProps {
  readonly machine: ModelsState['machine']
  readonly onClose: () => void
}

/** How a model comes onto this machine. */
export function GetModelDialog({ machine, onClose }: GetModelDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Add a model"
      description="Ollama brings models onto this machine: type one of these in a terminal. It shows up here by itself when it is there."
    >
      <Rows>
        {offersFor(machine.memory).map(({ name, bytes, note }) => (
          <Row
            key={name}
            name={name}
            note={
              <span className="num">
                {gigabytes(bytes)} to fetch. {note}
              </span>
            }
          >
            <Command text={`ollama pull ${name}`} />
          </Row>
        ))}
      </Rows>
      <p className="mt-4 text-muted">
        There are many more on{' '}
        <a
          className="link"
          href="https://ollama.com/library"
          rel="noreferrer noopener"
          onClick={(event) => {
            event.preventDefault()
            void client.system.openExternal({ url: 'https://ollama.com/library' })
          }}
        >
          ollama.com/library
        </a>
        .
      </p>
    </Dialog>
  )
}
