import { useState } from 'react'
import type { YourDataState, YourDataWork } from '#contract/your-data.contract'
import { sentenceForYourData } from '#contract/your-data.sentences'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { bytes, count } from '../ui/words.ts'
import { momentOf } from './backup-words.ts'
import { DataFolderRow } from './DataFolderRow.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import type { ChooseFolder } from './FolderField.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { importInWords } from './import-words.ts'
import { RetentionSection } from './RetentionSection.tsx'
import { useYourData } from './useYourData.ts'

/** Everything of a person in one place: taking it along, bringing it in, how long it is kept, deleting it. */
export function YourDataPanel({ chooseFolder }: { readonly chooseFolder: ChooseFolder }) {
  const { state, stop } = useYourData()
  const [asked, setAsked] = useState<'export' | 'import' | 'erase' | null>(null)
  const close = () => setAsked(null)
  if (!state) {
    return (
      <AfterBlink>
        <Bones widths={[56, 40, 48]} />
      </AfterBlink>
    )
  }
  const isBusy = state.working !== null
  return (
    <>
      <Rows>
        <Row
          name="Take everything along"
          note={<LastExport state={state} />}
          problem={state.lastExport?.problem && sentenceForYourData(state.lastExport.problem)}
        >
          {state.working?.what === 'export' && <Button onClick={() => stop()}>Stop</Button>}
          <Button disabled={isBusy} onClick={() => setAsked('export')}>
            Export…
          </Button>
        </Row>
        <Row
          name="Bring an export in"
          note={<LastImported state={state} />}
          problem={state.lastImport?.problem && sentenceForYourData(state.lastImport.problem)}
        >
          {state.working?.what === 'import' && <Button onClick={() => stop()}>Stop</Button>}
          <Button disabled={isBusy} onClick={() => setAsked('import')}>
            Import…
          </Button>
        </Row>
        <DataFolderRow />
      </Rows>
      <RetentionSection clockDoubtedSince={state.clockDoubtedSince} />
      <section aria-label="Deleting everything">
        <h2>
          <span className="em">Deleting everything</span>
        </h2>
        <Rows>
          <Row
            name="Delete everything"
            note="Library, conversations, settings, keys and logs: all that Alcove made. Your own files stay where they are."
          >
            <Button kind="danger" disabled={isBusy} onClick={() => setAsked('erase')}>
              Delete everything…
            </Button>
          </Row>
        </Rows>
      </section>
      {asked === 'export' && <ExportDialog chooseFolder={chooseFolder} onClose={close} />}
      {asked === 'import' && <ImportDialog onClose={close} />}
      {asked === 'erase' && <EraseDialog onExport={() => setAsked('export')} onClose={close} />}
    </>
  )
}

function LastExport({ state: { working, lastExport } }: { readonly state: YourDataState }) {
  if (working?.what === 'export') return <Working work={working} />
  if (!lastExport)
    return 'Everything in one file of plain files: Markdown, text and JSON. Keys and passwords are not in it.'
  if (lastExport.problem) return `Tried on ${momentOf(lastExport.at)}.`
  return `Last on ${momentOf(lastExport.at)}: ${lastExport.file}, ${bytes(lastExport.bytes)}.`
}

function LastImported({ state: { working, lastImport } }: { readonly state: YourDataState }) {
  if (working?.what === 'import') return <Working work={working} />
  if (!lastImport)
    return 'What is here stays, unless the export knows a later change of it. Doing it again changes nothing.'
  if (lastImport.problem) return `Tried on ${momentOf(lastImport.at)}.`
  return `On ${momentOf(lastImport.at)}: ${importInWords(lastImport)}`
}

const steps = { writing: 'Writing', checking: 'Checking', importing: 'Bringing it in' } as const

function Working({ work: { step, done } }: { readonly work: YourDataWork }) {
  return (
    <span className="with-state num" role="status">
      <StateShape shape="part" tone="busy" />
      <span>{`${steps[step]}, ${count(Math.floor(done * 100))} %`}</span>
    </span>
  )
}
