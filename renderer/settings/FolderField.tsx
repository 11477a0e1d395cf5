import { type ComponentType, useState } from 'react'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { say } from '../ui/Toasts.tsx'

/** A dialog that walks through the folders of this machine, where the system has none of its own. */
export type ChooseFolder = ComponentType<{
  readonly onClose: () => void
  readonly onChoose: (path: string) => void
}>

export interface FolderFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (path: string) => void
  readonly hint?: string
  readonly chooseFolder: ChooseFolder
}

/** Takes the path of a folder, typed or chosen. */
export function FolderField({ label, value, onChange, hint, chooseFolder: Choose }: FolderFieldProps) {
  const [choosing, setChoosing] = useState(false)

  async function choose() {
    const { supported, path } = await client.library.chooseFolder()
    if (path !== null) onChange(path)
    else if (!supported) setChoosing(true)
  }

  return (
    <div className="flex items-start gap-2">
      <div className="grow">
        <TextField label={label} value={value} onChange={onChange} hint={hint} maxLength={4_096} spellCheck={false} />
      </div>
      <Button
        className="mt-6"
        onClick={() => void choose().catch(() => say('No folder could be chosen just now', 'Type its path instead.'))}
      >
        Choose…
      </Button>
      {choosing && (
        <Choose
          onClose={() => setChoosing(false)}
          onChoose={(path) => {
            setChoosing(false)
            onChange(path)
          }}
        />
      )}
    </div>
  )
}
