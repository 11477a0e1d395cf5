import { showAddDialog, useAdd } from '../app/useAdd.ts'
import { Button } from '../ui/Button.tsx'
import { ChoiceRow } from '../ui/Rows.tsx'

/** Teaches the ways to begin while nothing is in the library. */
export function EmptyLibrary() {
  const { chooseFolder, addSample, isAdding } = useAdd()
  return (
    <section className="nothing">
      <p className="lede">
        Nothing is here yet. Point Alcove at a folder and ask after the first few files; it only reads them.
      </p>
      <ul className="choices">
        <ChoiceRow
          name="A folder, with what is in it now and later."
          note="PDF, Word, web pages, Markdown, text, tables and code; programs are left out."
        >
          <Button kind="primary" disabled={isAdding} onClick={() => void chooseFolder()}>
            Choose a folder
          </Button>
        </ChoiceRow>
        <ChoiceRow name="A text you have at hand." note="Paste it; Alcove keeps it as a document of its own.">
          <Button disabled={isAdding} onClick={() => showAddDialog('text')}>
            Paste a text
          </Button>
        </ChoiceRow>
        <ChoiceRow
          name="The papers of a made-up bicycle workshop."
          note="22 documents, ready in a few seconds, removed with one click."
        >
          <Button disabled={isAdding} onClick={addSample}>
            Open the sample library
          </Button>
        </ChoiceRow>
      </ul>
      <p className="text-muted">You can also drop files and folders anywhere in this window.</p>
    </section>
  )
}
