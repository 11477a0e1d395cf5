import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Source } from '#contract/library-item'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { ChooseFile } from './ChooseFile.tsx'
import { RulesDialog } from './RulesDialog.tsx'
import { useRemedies } from './useRemedies.ts'
import './why.css'
import { saysWhy, whyWords } from './why.ts'

export interface WhyDialogProps {
  /** Empty: the person is asked for it. */
  readonly path: string
  readonly query: string
  readonly onClose: () => void
}

/** Why a file is not found: every step from the disk to the result, and what can be done at the one that fails. */
export function WhyDialog({ path: first, query: words, onClose }: WhyDialogProps) {
  const [path, setPath] = useState(first)
  const [query, setQuery] = useState(words)
  const [typed, setTyped] = useState(words)
  const [ruling, setRuling] = useState<Source | null>(null)
  const wordsBox = useRef<HTMLInputElement>(null)
  const name = path.split(/[\\/]/).findLast((part) => part !== '') ?? path

  if (ruling) return <RulesDialog source={ruling} onClose={() => setRuling(null)} />
  if (path === '') return <ChooseFile onClose={onClose} onChoose={setPath} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Why is “${name}” not found?`}
      initialFocus={wordsBox}
      actions={
        <>
          {first === '' && (
            <Button className="mr-auto" onClick={() => setPath('')}>
              Another file
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <form
        className="mb-4 flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          setQuery(typed.trim())
        }}
      >
        <span className="grow">
          <TextField
            ref={wordsBox}
            label="By which words?"
            value={typed}
            onChange={setTyped}
            maxLength={1_000}
            dir="auto"
            placeholder="Leave this empty to look at the file alone"
          />
        </span>
        <Button type="submit" disabled={typed.trim() === query}>
          Look again
        </Button>
      </form>
      <Steps
        path={path}
        query={query}
        onRules={setRuling}
        onOtherWords={() => wordsBox.current?.select()}
        onDone={onClose}
      />
    </Dialog>
  )
}

interface StepsProps {
  readonly path: string
  readonly query: string
  readonly onRules: (source: Source) => void
  readonly onOtherWords: () => void
  readonly onDone: () => void
}

function Steps({ path, query, onRules, onOtherWords, onDone }: StepsProps) {
  const { data, isError, refetch } = useQuery({
    queryKey: ['library', 'why', path, query],
    queryFn: ({ signal }) => client.library.tree.why({ path, query }, { signal }),
    staleTime: 0,
    retry: false,
  })
  const remedies = useRemedies({ path, onRules, onOtherWords, onDone })
  if (isError) {
    return (
      <p role="alert">
        This could not be looked up just now. Nothing is lost.{' '}
        <button type="button" className="link" onClick={() => void refetch()}>
          Try again
        </button>
      </p>
    )
  }
  if (!data) {
    return (
      <AfterBlink>
        <Bones widths={[70, 84, 60]} />
      </AfterBlink>
    )
  }
  return (
    <>
      <p className="em" role="status">
        {saysWhy(data, query)}
      </p>
      <ol className="why">
        {data.steps.map(({ check, ok, detail, remedy }) => {
          const does = remedy === null ? null : whyWords[remedy]
          return (
            <li key={check}>
              <StateShape shape={ok ? 'full' : 'cross'} tone={ok ? 'ok' : 'bad'} />
              <span className={ok ? 'text-muted' : ''}>
                <span className="unseen">{ok ? 'Yes: ' : 'No: '}</span>
                {detail}
              </span>
              {remedy && does && (
                <Button kind="primary" onClick={() => remedies(remedy)}>
                  {does}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
