import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { bytes } from '../ui/words.ts'
import { useRoom } from './useDoctor.ts'

export interface RoomDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

const names: Readonly<Record<string, string>> = {
  library: 'Library',
  index: 'Search index',
  imports: 'Copies',
  models: 'Models',
  'before-restore': 'Before the restore',
  browser: 'Desktop app',
  'newest-copy': 'Newest copy of the library',
  'older-copies': 'Older copies of the library',
  'older-logs': 'Older logs',
  'crash-records': 'Crash records',
}

/** What takes room in the data folder; what can go without losing anything can be chosen. */
export function RoomDialog({ open, onClose }: RoomDialogProps) {
  const { room, isError, free } = useRoom(open)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toFree = room?.filter(({ name, removable }) => removable && chosen.includes(name)) ?? []
  const size = toFree.reduce((sum, part) => sum + part.bytes, 0)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="wide"
      title="What takes room"
      description="Your own files are not in it. What has a box can be deleted without losing anything you made."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="primary"
            disabled={size === 0 || free.isPending}
            onClick={() =>
              free.mutate(
                toFree.map(({ name }) => name),
                { onSuccess: () => setChosen([]) },
              )
            }
          >
            {size === 0 ? 'Delete what is chosen' : `Delete ${bytes(size)}`}
          </Button>
        </>
      }
    >
      {isError && <p>This could not be measured just now. Try again in a moment.</p>}
      {!room && !isError && (
        <AfterBlink>
          <Bones widths={[56, 40, 48]} />
        </AfterBlink>
      )}
      {room && (
        <ul className="room">
          {room.map(({ name, about, bytes: taken, removable }) => (
            <li key={name}>
              <label>
                {removable ? (
                  <input
                    type="checkbox"
                    checked={chosen.includes(name)}
                    onChange={(event) =>
                      setChosen(event.target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
                    }
                  />
                ) : (
                  <span />
                )}
                <span>
                  {names[name] ?? name}
                  <span className="block text-muted">{about}</span>
                </span>
                <span className="num">{bytes(taken)}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="mt-2">
        {free.isSuccess && `${bytes(free.data.bytes)} were freed.`}
        {free.isError && 'Not everything could be deleted just now. What was not is as it was.'}
      </p>
    </Dialog>
  )
}
