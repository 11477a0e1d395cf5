import { ClipboardPaste, FilePlus, FolderPlus, Library, Plus } from 'lucide-react'
import { showAddDialog, useAdd } from '../app/useAdd.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/Menu.tsx'

/** The ways into the library. */
export function AddMenu() {
  const { chooseFolder, addSample, isAdding } = useAdd()
  return (
    <Menu
      label="Add"
      align="end"
      trigger={
        <Button kind="primary" icon={Plus} disabled={isAdding}>
          Add
        </Button>
      }
    >
      <MenuItem icon={FolderPlus} keys="mod+shift+a" onSelect={() => void chooseFolder()}>
        Choose a folder
      </MenuItem>
      <MenuItem icon={FilePlus} onSelect={() => showAddDialog('paths')}>
        Files by their path
      </MenuItem>
      <MenuItem icon={ClipboardPaste} onSelect={() => showAddDialog('text')}>
        Paste a text
      </MenuItem>
      <MenuLine />
      <MenuItem icon={Library} onSelect={addSample}>
        Open the sample library
      </MenuItem>
    </Menu>
  )
}
