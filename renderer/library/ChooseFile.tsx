import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { PickList } from '../ui/PickList.tsx'

export interface ChooseFileProps {
  readonly onClose: () => void
  readonly onChoose: (path: string) => void
}

/** Asks which file was expected: one the library knows by its name, or any by its path. */
export function ChooseFile({ onClose, onChoose }: ChooseFileProps) {
  const [typed, setTyped] = useState('')
  const filter = useDeferredValue(typed.trim())
  const isPath = /[\\/]/.test(typed)
  const { data } = useQuery({
    queryKey: ['library', 'list', 'choose', filter],
    queryFn: ({ signal }) => client.library.list({ filter: isPath ? '' : filter, limit: 50 }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="Which file should have been found?"
      description="By its name, or by its path when the library does not know it."
      actions={<Button onClick={onClose}>Cancel</Button>}
    >
      <PickList
        label="Name or path of the file"
        options={(data?.items ?? []).map((item) => ({ value: item.path, label: nameOfFile(item) }))}
        onPick={onChoose}
        onMake={onChoose}
        onType={setTyped}
        makeWords={(path) => `Look into “${path}”`}
        nameProblem={(name) => (isPathLike(name) ? null : '')}
        empty="The library is empty. Type the path of a file."
      />
    </Dialog>
  )
}

function isPathLike(text: string) {
  return /^([\\/]|[A-Za-z]:[\\/])/.test(text)
}
