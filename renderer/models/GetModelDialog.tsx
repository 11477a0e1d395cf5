import { useState } from 'react'
import type { ModelsState } from '#contract/models.contract'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { Command } from '../ui/Command.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { offersFor } from './get-model.ts'
import { gigabytes } from './model-row.ts'
import { usePulls } from './usePulls.ts'

export interface GetModelDialogProps {
  readonly machine: ModelsState['machine']
  /** Whether Ollama is there to fetch it. */
  readonly canFetch: boolean
  readonly onClose: () => void
}

/** How a model comes onto this machine. */
export function GetModelDialog({ machine, canFetch, onClose }: GetModelDialogProps) {
  const { start } = usePulls()
  const [name, setName] = useState('')

  function fetchIt(wanted: string) {
    start(wanted)
    onClose()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Add a model"
      description={
        canFetch
          ? 'Ollama fetches models from its registry and runs them on this machine. Nothing of yours is sent.'
          : 'Ollama brings models onto this machine: type one of these in a terminal. It shows up here by itself when it is there.'
      }
    >
      <Rows>
        {offersFor(machine.memory).map(({ name: offer, bytes, note }) => (
          <Row
            key={offer}
            name={offer}
            note={
              <span className="num">
                {gigabytes(bytes)} to fetch. {note}
              </span>
            }
          >
            <Command text={`ollama pull ${offer}`} />
            {canFetch && (
              <Button aria-label={`Fetch ${offer}`} onClick={() => fetchIt(offer)}>
                Fetch
              </Button>
            )}
          </Row>
        ))}
      </Rows>
      {canFetch && (
        <form
          className="mt-4 flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim()) fetchIt(name.trim())
          }}
        >
          <div className="grow">
            <TextField
              label="Another one, by its name"
              value={name}
              onChange={setName}
              maxLength={200}
              placeholder="gemma3:4b"
              spellCheck={false}
            />
          </div>
          <Button type="submit" disabled={name.trim() === ''}>
            Fetch it
          </Button>
        </form>
      )}
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
