import { useQuery } from '@tanstack/react-query'
import { FileText, Image, LibraryBig, Loader, type LucideIcon, Quote, User, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Attachment } from '#contract/attachments.contract'
import { client } from '../../app/client.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import './along.css'

const icons: Record<Attachment['kind'], LucideIcon> = {
  document: FileText,
  text: FileText,
  collection: LibraryBig,
  passage: Quote,
  person: User,
  picture: Image,
}

export interface AlongChipsProps {
  readonly given: readonly Attachment[]
  /** Names of what is still being read. */
  readonly coming: readonly string[]
  /** What is to be known of some of it; empty for the rest. */
  readonly noteOf: (one: Attachment) => string
  readonly onRemove: (one: Attachment) => void
}

/** What the next question takes along; each can be taken away. */
export function AlongChips({ given, coming, noteOf, onRemove }: AlongChipsProps) {
  if (given.length === 0 && coming.length === 0) return null
  return (
    <ul className="along" aria-label="The question is about">
      {given.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className={buttonClass('quiet')}
            aria-label={`Not about ${one.title}`}
            onClick={() => onRemove(one)}
          >
            <Thing of={one} />
            <span className="cut" dir="auto">
              {one.title}
            </span>
            {noteOf(one) && <span className="note">{noteOf(one)}</span>}
            <Icon of={X} size={12} />
          </button>
        </li>
      ))}
      {coming.map((name, index) => (
        // The same name may come twice: its place is what it is.
        <li key={index} className="coming" role="status">
          <Icon of={Loader} />
          <span className="cut" dir="auto">
            {name}
          </span>
          <span className="note">is being read</span>
        </li>
      ))}
    </ul>
  )
}

export interface GivenAlongProps {
  readonly given: readonly Attachment[]
  readonly onOpen: (documentId: string) => void
}

/** What a question took along, below it. */
export function GivenAlong({ given, onOpen }: GivenAlongProps) {
  if (given.length === 0) return null
  return (
    <ul className="along said-along" aria-label="Given along">
      {given.map((one) => {
        const documentId = documentOf(one)
        const shown: ReactNode = (
          <>
            <Thing of={one} />
            <span className="cut" dir="auto">
              {one.title}
            </span>
          </>
        )
        return (
          <li key={one.id}>
            {documentId ? (
              <button
                type="button"
                className={buttonClass('quiet')}
                aria-label={`Open ${one.title}`}
                onClick={() => onOpen(documentId)}
              >
                {shown}
              </button>
            ) : (
              <span className="thing">{shown}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Thing({ of }: { readonly of: Attachment }) {
  return of.kind === 'picture' ? <Thumbnail id={of.id} /> : <Icon of={icons[of.kind]} />
}

function Thumbnail({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['attachments', id],
    queryFn: ({ signal }) => client.chat.attachments.read({ attachmentId: id }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  // The server says what it is by its bytes: never a picture that could hold a script.
  if (!data) return <Icon of={icons.picture} />
  return <img alt="" src={`data:${data.mediaType};base64,${data.base64}`} />
}

function documentOf(one: Attachment) {
  if (one.kind === 'document') return one.id
  if (one.kind === 'passage' || one.kind === 'picture') return one.documentId
  return null
}
