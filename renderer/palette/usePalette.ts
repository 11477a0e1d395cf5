import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileText, type LucideIcon, MessageCircle, Search, Settings, SquareChevronRight } from 'lucide-react'
import { useOfferedActions } from '../app/actions.ts'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { useDocument } from '../app/useDocument.ts'
import { dayName } from '../ui/words.ts'
import { bestFirst, matchName } from './matches.ts'

export interface PaletteItem {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly where?: string
  readonly keys?: string
  readonly run: () => void
}

export interface PaletteGroup {
  readonly value: string
  readonly items: readonly PaletteItem[]
}

const settingsPages = ['General', 'Models', 'Library', 'Privacy', 'Keys', 'About']
const mostOfEach = 6

/** Everything that fits what was typed: actions, pages, conversations and documents. */
export function usePalette(typed: string): readonly PaletteGroup[] {
  const navigate = useNavigate()
  const { open } = useDocument()
  const actions = useOfferedActions().filter((action) => !action.hidden)
  const { data: conversations = [] } = useQuery(queries.conversations)
  const { data: sources = [] } = useQuery(queries.sources)
  const filter = typed.trim()
  const { data: documents } = useQuery({
    queryKey: ['library', 'list', 'palette', filter],
    queryFn: ({ signal }) => client.library.list({ filter, states: ['ready', 'words'], limit: mostOfEach }, { signal }),
    placeholderData: keepPreviousData,
    enabled: filter !== '',
  })

  const search: readonly PaletteItem[] =
    filter === ''
      ? []
      : [
          {
            id: 'search-for',
            label: `Search everything for “${filter}”`,
            icon: Search,
            run: () => void navigate({ to: '/search', search: { q: filter } }),
          },
          {
            id: 'ask-for',
            label: `Ask “${filter}”`,
            icon: MessageCircle,
            run: () => void navigate({ to: '/', search: { question: filter } }),
          },
        ]
  const commands = actions.map((action) => ({
    id: action.id,
    label: action.group === 'Go to' ? `Go to ${action.label}` : action.label,
    icon: SquareChevronRight,
    keys: action.keys,
    run: action.run,
  }))
  const settings = settingsPages.map((name) => ({
    id: `settings-${name}`,
    label: `Settings: ${name}`,
    icon: Settings,
    run: () => void navigate({ to: '/settings/$section', params: { section: name.toLowerCase() } }),
  }))
  const talks = conversations.map((talk) => ({
    id: talk.id,
    label: talk.title,
    icon: MessageCircle,
    where: dayName(talk.updatedAt, Date.now()).toLowerCase(),
    run: () => void navigate({ to: '/c/$id', params: { id: talk.id } }),
  }))
  const files = (filter === '' ? [] : (documents?.items ?? [])).flatMap(({ documentId, path, title, sourceId }) =>
    documentId === null
      ? []
      : {
          id: documentId,
          label: path.split(/[\\/]/).at(-1) ?? title,
          icon: FileText,
          where: sources.find((source) => source.id === sourceId)?.title,
          run: () => open({ documentId, marks: [], page: null }),
        },
  )
  return [
    { value: 'Do', items: [...fitting([...commands, ...settings], filter, filter ? mostOfEach : 12), ...search] },
    { value: 'Conversations', items: fitting(talks, filter, filter ? mostOfEach : 3) },
    { value: 'Documents', items: files },
  ].filter(({ items }) => items.length > 0)
}

function fitting(items: readonly PaletteItem[], typed: string, most: number) {
  return bestFirst(
    items.filter(({ label }) => matchName(label, typed) !== null),
    typed,
  ).slice(0, most)
}
