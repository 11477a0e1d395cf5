import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import type { Answer } from '#contract/chat.contract'
import type { ModelChoice } from '#contract/models.contract'
import { usePageTitle } from '../../app/page-title.ts'
import { queries } from '../../app/queries.ts'
import { useDocument } from '../../app/useDocument.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { AfterBlink, Bones } from '../../ui/Skeleton.tsx'
import { AnswerBody } from '../AnswerBody.tsx'
import '../answer.css'
import '../evidence.css'
import { modelOptions, valueToChoice } from '../../app/model-choice.ts'
import { problemOf } from '../problem.ts'
import { QuotesBody } from '../QuotesBody.tsx'
import { shownAnswer } from '../shown-answer.ts'
import { answerLine } from '../status-line.ts'
import './tree.css'
import { useBranches } from './useBranches.ts'
import { type Arriving, useComparison } from './useComparison.ts'

export interface ComparePageProps {
  readonly conversationId: string
  readonly questionId: string
}

/** All answers to one question side by side; others can be asked for meanwhile, and one is gone on with. */
export function ComparePage({ conversationId, questionId }: ComparePageProps) {
  usePageTitle('Answers side by side')
  const { data, isError } = useQuery(queries.answers(questionId))
  const { data: conversation } = useQuery(queries.conversation(conversationId, 30))
  const { arriving, ask, stop, dismiss } = useComparison(conversationId, questionId)
  const { show } = useBranches()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const shownId = conversation?.turns.find((turn) => turn.questionId === questionId)?.answer?.id
  const kept = data?.answers.filter((one) => !arriving.some(({ answerId }) => answerId === one.id)) ?? []
  const settled = kept.filter(({ state }) => state !== 'writing').length
  useEffect(() => {
    if (settled > 0) void cache.invalidateQueries({ queryKey: queries.conversations.queryKey })
  }, [settled, cache])

  function goOnWith(answer: Answer) {
    show(answer.id, { onSuccess: () => void navigate({ to: '/c/$id', params: { id: conversationId } }) })
  }

  return (
    <main id="main" tabIndex={-1} className="side-by-side">
      <header>
        <Link to="/c/$id" params={{ id: conversationId }} className="link">
          Back to the conversation
        </Link>
        <h1 className="mt-3" dir="auto">
          {data?.question ?? 'Answers side by side'}
        </h1>
        <div className="mt-3">
          <AddModel onAsk={(model) => data?.question && ask(data.question, model)} />
        </div>
      </header>
      {isError && <p>The answers could not be read just now. Go back and try again; they are kept.</p>}
      {!data && !isError && (
        <AfterBlink>
          <Bones widths={[90, 96, 60]} />
        </AfterBlink>
      )}
      <div className="columns">
        {kept.map((answer, index) => (
          <section
            key={answer.id}
            className="column"
            data-current={answer.id === shownId || undefined}
            aria-label={`Answer ${index + 1}, ${answer.model ?? 'quotes'}`}
          >
            <h2 className="em">
              <span className="cut">{answer.model ?? 'Quotes'}</span>
              {answer.id === shownId && <span className="text-muted">shown</span>}
            </h2>
            <Kept answer={answer} scope={`side${index}`} />
            <footer>
              <Button onClick={() => goOnWith(answer)}>Go on with this one</Button>
            </footer>
          </section>
        ))}
        {arriving.map((one, index) => (
          <Coming key={one.key} one={one} scope={`coming${index}`} onStop={stop} onDismiss={dismiss} />
        ))}
      </div>
    </main>
  )
}

function Kept({ answer, scope }: { readonly answer: Answer; readonly scope: string }) {
  const { open } = useDocument()
  const { text, evidence } = shownAnswer({
    questionId: '',
    parentId: null,
    question: '',
    attachments: [],
    askedAt: 0,
    answer,
    questions: [],
    answers: [],
    summary: null,
  })
  const openOne = (n: number) => {
    const one = evidence.find((each) => each.n === n)
    if (one) open(one)
  }
  return (
    <>
      {answer.mode === 'quotes' ? (
        <QuotesBody evidence={evidence} scope={scope} onOpen={openOne} />
      ) : (
        <AnswerBody text={text} evidence={evidence} scope={scope} onOpen={openOne} />
      )}
      <p className="mt-3 text-muted">{answerLine(answer)}</p>
    </>
  )
}

interface ComingProps {
  readonly one: Arriving
  readonly scope: string
  readonly onStop: (one: Arriving) => void
  readonly onDismiss: (one: Arriving) => void
}

function Coming({ one, scope, onStop, onDismiss }: ComingProps) {
  return (
    <section className="column" aria-label={`Answer of ${one.model}`} aria-busy={one.error === null}>
      <h2 className="em">{one.model}</h2>
      {one.text === '' && one.error === null && <Bones widths={[94, 99, 46]} />}
      {one.text !== '' && <AnswerBody text={one.text} evidence={[]} scope={scope} arriving onOpen={() => {}} />}
      {one.error !== null && <p role="alert">{problemOf(one.error)}</p>}
      <footer>
        {one.error === null ? (
          <Button onClick={() => onStop(one)}>Stop</Button>
        ) : (
          <Button onClick={() => onDismiss(one)}>Leave it</Button>
        )}
      </footer>
    </section>
  )
}

function AddModel({ onAsk }: { readonly onAsk: (model: ModelChoice) => void }) {
  const { data: models } = useQuery(queries.models)
  const options = models ? modelOptions(models) : []
  return (
    <Menu
      label="Models"
      trigger={
        <button type="button" className={buttonClass('plain')}>
          <Icon of={Plus} /> Ask another model
        </button>
      }
    >
      {options.map(({ value, label, note }) => (
        <MenuItem
          key={value}
          onSelect={() => {
            const choice = valueToChoice(value)
            if (choice) onAsk(choice)
          }}
        >
          {label}
          {note && <span className="pl-3 text-muted">{note}</span>}
        </MenuItem>
      ))}
    </Menu>
  )
}
