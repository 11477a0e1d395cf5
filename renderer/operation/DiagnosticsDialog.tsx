import { useState } from 'react'
import type { DiagnosticsFile } from '#contract/diagnostics.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { bytes, plural } from '../ui/words.ts'
import { useDiagnostics } from './useDiagnostics.ts'

/** Every file of the bundle with its text; each can be left out before it is saved. */
export function DiagnosticsDialog({ onClose }: { readonly onClose: () => void }) {
  const { files, isError, save } = useDiagnostics()
  const [leftOut, setLeftOut] = useState<readonly string[]>([])
  const kept = files?.filter(({ name }) => !leftOut.includes(name)) ?? []
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Diagnostics"
      description="This is all that will be in the file. Open each to read it, and take out what you do not want to give away."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" disabled={kept.length === 0 || save.isPending} onClick={() => save.mutate(leftOut)}>
            {kept.length === 0 ? 'Save' : `Save ${plural(kept.length, 'file')} as a ZIP`}
          </Button>
        </>
      }
    >
      {isError && <p>They could not be collected just now. Try again in a moment.</p>}
      {!files && !isError && (
        <AfterBlink>
          <Bones widths={[56, 40, 48, 64]} />
        </AfterBlink>
      )}
      {files && (
        <ul className="diagnostics" aria-label="Files">
          {files.map((file) => (
            <File
              key={file.name}
              file={file}
              isKept={!leftOut.includes(file.name)}
              onKeep={(keep) =>
                setLeftOut(keep ? leftOut.filter((name) => name !== file.name) : [...leftOut, file.name])
              }
            />
          ))}
        </ul>
      )}
      <p role="status" className="mt-2">
        {save.data && `${save.data} was handed to your downloads. It was sent to nobody.`}
        {save.isError && 'It was collected too long ago, so it was collected anew. Look at it again and save it.'}
      </p>
    </Dialog>
  )
}

interface FileProps {
  readonly file: DiagnosticsFile
  readonly isKept: boolean
  readonly onKeep: (keep: boolean) => void
}

function File({ file: { name, about, text }, isKept, onKeep }: FileProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <li data-left-out={isKept ? undefined : ''}>
      <input
        type="checkbox"
        aria-label={`Keep ${name}`}
        checked={isKept}
        onChange={(event) => onKeep(event.target.checked)}
      />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="grow">
            {name} <span className="text-muted">{about}</span>
          </span>
          <span className="num text-muted">{bytes(text.length)}</span>
        </summary>
        {isOpen && (
          // The keyboard must be able to scroll it, too.
          <pre tabIndex={0} aria-label={`Text of ${name}`}>
            {text}
          </pre>
        )}
      </details>
    </li>
  )
}
