import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { RotateCcw, Trash2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { ConversationHit, ConversationSummary, RemovedConversation } from '#contract/conversations.contract'
import { client } from '../../app/client.ts'
import { usePageTitle } from '../../app/page-title.ts'
import { queries } from '../../app/queries.ts'
import { TalkMenu } from '../../app/TalkMenu.tsx'
import { useConversationWork } from '../../app/useConversations.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Marked } from '../../ui/Marked.tsx'
import { AfterBlink, Bones } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { longDate, plural } from '../../ui/words.ts'
import { Exported } from './Exported.tsx'
import './kept.css'

export type KeptPlace = 'find' | 'archive' | 'bin'

export interface ConversationsPageProps {
  readonly place: KeptPlace
  readonly query: string
  readonly onQuery: (query: string) => void
}

const tabs: readonly (readonly [KeptPlace, string])[] = [
  ['find', 'Find'],
  ['archive', 'Archive'],
  ['bin', 'Bin'],
]

/** All that was said, searched in every branch; the archive; and what was removed, for 30 days. */
export function ConversationsPage({ place, query, onQuery }: ConversationsPageProps) {
  usePageTitle('Conversations')
  return (
    <main id="main" tabIndex={-1} className="kept">
      <h1>Conversations</h1>
      <nav className="tabs" aria-label="Conversations">
        {tabs.map(([to, label]) => (
          <Link key={to} to="/conversations" search={{ in: to }} aria-current={to === place ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      {place === 'find' && <Exported />}
      {place === 'find' && <Find query={query} onQuery={onQuery} />}
      {place === 'archive' && <ArchiveList />}
      {place === 'bin' && <Bin />}
    </main>
  )
}

function Find({ query, onQuery }: Omit<ConversationsPageProps, 'place'>) {
  const wanted = useDeferredValue(query.trim())
  const { data: hits, isError } = useQuery({ ...queries.conversationSearch(wanted), enabled: wanted !== '' })
  return (
    <section aria-label="Find in conversations">
      <input
        type="search"
        className="finder"
        aria-label="Find in conversations"
        placeholder="Any part of what was said"
        value={query}
        maxLength={500}
        dir="auto"
        autoFocus
        onChange={(event) => onQuery(event.currentTarget.value)}
      />
      {isError && <p>It could not be searched just now. Type on, or try again in a moment.</p>}
      {wanted !== '' && hits?.length === 0 && <p className="text-muted">Nobody said that, on any branch.</p>}
      {wanted !== '' && (
        <ul>
          {hits?.map((hit) => (
            <Hit key={hit.conversation.id} hit={hit} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Hit({ hit: { conversation, count, messageId, excerpt, marks, role } }: { readonly hit: ConversationHit }) {
  const navigate = useNavigate()
  const cache = useQueryClient()

  /** Goes to the branch on which it was said. */
  async function open() {
    try {
      await client.chat.show({ messageId })
      await cache.invalidateQueries({ queryKey: ['chat', 'conversation', conversation.id] })
    } catch {
      say('The branch could not be shown just now', 'The conversation opens where it was.')
    }
    await navigate({ to: '/c/$id', params: { id: conversation.id } })
  }

  return (
    <li>
      <button type="button" className="hit" onClick={() => void open()}>
        <span className="em cut" dir="auto">
          {conversation.title}
        </span>
        <span className="text-muted num">
          {longDate(conversation.updatedAt)}
          {conversation.archived && ' · archive'}
          {count > 1 && ` · ${plural(count, 'place')}`}
        </span>
        <span className="said-there" dir="auto">
          <span className="text-muted">{role === 'question' ? 'You: ' : ''}</span>
          <Marked text={excerpt} marks={marks} />
        </span>
      </button>
    </li>
  )
}

function ArchiveList() {
  const { data: archived, isError } = useQuery(queries.archived)
  if (isError) return <p>The archive could not be read just now. Nothing in it is lost.</p>
  if (!archived) return <Coming />
  if (archived.length === 0)
    return <p className="text-muted">Nothing is archived. What is, leaves the side bar and is found all the same.</p>
  return (
    <ul>
      {archived.map((talk) => (
        <Archived key={talk.id} talk={talk} />
      ))}
    </ul>
  )
}

function Archived({ talk }: { readonly talk: ConversationSummary }) {
  return (
    <li className="line">
      <Link to="/c/$id" params={{ id: talk.id }} className="cut grow" dir="auto">
        {talk.title}
      </Link>
      <span className="text-muted num">{longDate(talk.updatedAt)}</span>
      <TalkMenu talk={talk} />
    </li>
  )
}

function Bin() {
  const { data: bin, isError } = useQuery(queries.conversationBin)
  const { restore } = useConversationWork()
  const [deleting, setDeleting] = useState<RemovedConversation | 'all' | null>(null)
  if (isError) return <p>The bin could not be read just now. Nothing in it is lost.</p>
  if (!bin) return <Coming />
  return (
    <>
      <p className="line">
        <span className="grow text-muted">
          {bin.length === 0 ? 'The bin is empty.' : 'What was removed stays here for 30 days.'}
        </span>
        {bin.length > 0 && (
          <Button kind="quiet" onClick={() => setDeleting('all')}>
            Empty the bin
          </Button>
        )}
      </p>
      <ul>
        {bin.map((talk) => (
          <li key={talk.id} className="line">
            <span className="cut grow" dir="auto">
              {talk.title}
            </span>
            <span className="text-muted num">gone on {longDate(talk.goneAt)}</span>
            <Button kind="quiet" icon={RotateCcw} onClick={() => restore(talk)}>
              Bring back
            </Button>
            <Button kind="quiet" icon={Trash2} onClick={() => setDeleting(talk)}>
              Delete
            </Button>
          </li>
        ))}
      </ul>
      {deleting && <DeleteDialog what={deleting} count={bin.length} onClose={() => setDeleting(null)} />}
    </>
  )
}

interface DeleteDialogProps {
  readonly what: RemovedConversation | 'all'
  readonly count: number
  readonly onClose: () => void
}

function DeleteDialog({ what, count, onClose }: DeleteDialogProps) {
  const cache = useQueryClient()

  async function forGood() {
    onClose()
    try {
      await client.chat.emptyBin(what === 'all' ? {} : { conversationId: what.id })
    } catch {
      say('It could not be deleted just now', 'It is still in the bin.')
    }
    await cache.invalidateQueries({ queryKey: ['chat'] })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={what === 'all' ? `Delete ${plural(count, 'conversation')} for good?` : 'Delete it for good?'}
      description="Every question and answer goes with it, on every branch. This cannot be undone."
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" onClick={() => void forGood()}>
            Delete for good
          </Button>
        </>
      }
    >
      {what === 'all' ? null : <p dir="auto">{what.title}</p>}
    </Dialog>
  )
}

function Coming() {
  return (
    <AfterBlink>
      <Bones widths={[50, 40, 56]} />
    </AfterBlink>
  )
}
