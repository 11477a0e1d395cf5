import { useEffect, useState } from 'react'
import { useActions } from '../app/actions.ts'
import { client } from '../app/client.ts'
import { useFileTaker } from '../app/file-taker.ts'
import { showAddDialog, useAdd, useAddDialog } from '../app/useAdd.ts'
import { say } from '../ui/Toasts.tsx'
import { droppedFiles } from './dropped.ts'
import { FolderDialog } from './FolderDialog.tsx'
import './add.css'
import { PasteDialog, PathsDialog } from './TextDialogs.tsx'

/** What adding needs over whatever page is open: the dialogs, and a place to drop files. */
export function AddLayer() {
  const dialog = useAddDialog((store) => store.dialog)
  const { addPaths, addText, addFiles, addSample, chooseFolder } = useAdd()
  const taking = useFileTaker(({ take }) => take)
  const dropping = useDrop(addFiles)
  const close = () => showAddDialog(null)
  useActions([
    {
      id: 'add-folder',
      group: 'Library',
      label: 'Add a folder to the library',
      keys: 'mod+shift+a',
      whileTyping: true,
      run: () => void chooseFolder(),
    },
    { id: 'add-paths', group: 'Library', label: 'Add files by their path', run: () => showAddDialog('paths') },
    { id: 'add-text', group: 'Library', label: 'Paste a text into the library', run: () => showAddDialog('text') },
    { id: 'add-sample', group: 'Library', label: 'Open the sample library', run: addSample },
  ])

  return (
    <>
      {dropping && (
        <div className="drop" role="status">
          <p>
            {taking
              ? 'Drop to give it along with your question. Copies are kept; your files stay as they are.'
              : 'Drop to add to the library. Copies are kept; your files stay as they are.'}
          </p>
        </div>
      )}
      {dialog === 'folder' && (
        <FolderDialog
          onClose={close}
          onChoose={(path) => {
            close()
            addPaths([path])
          }}
        />
      )}
      {dialog === 'paths' && (
        <PathsDialog
          onClose={close}
          onAdd={(paths) => {
            close()
            addPaths(paths)
          }}
        />
      )}
      {dialog === 'text' && (
        <PasteDialog
          onClose={close}
          onAdd={(text) => {
            close()
            addText(text)
          }}
        />
      )}
    </>
  )
}

/** Takes files that are dropped anywhere in the window; true while some are held over it. */
function useDrop(onFiles: (files: readonly File[]) => void) {
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => hasFiles(event) && setDepth((before) => before + 1)
    const leave = (event: DragEvent) => hasFiles(event) && setDepth((before) => Math.max(0, before - 1))
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setDepth(0)
      const { take } = useFileTaker.getState()
      if (take && areFilesAlone(event.dataTransfer)) return take([...event.dataTransfer.files])
      droppedFiles(event.dataTransfer, () => client.library.reading()).then(
        (files) => (files.length > 0 ? onFiles(files) : say('Nothing that Alcove can read was dropped')),
        () => say('What was dropped could not be read', 'Nothing was added. Try it with Add.'),
      )
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [onFiles])
  return depth > 0
}

/** A folder is a source of the library, never a thing to give along. */
function areFilesAlone({ items }: DataTransfer) {
  return [...items].every((item) => item.webkitGetAsEntry()?.isDirectory !== true)
}
