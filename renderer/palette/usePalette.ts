import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  FileText,
  Keyboard,
  Library,
  type LucideIcon,
  MessageCircle,
  PanelLeft,
  Search,
  Settings,
  SquarePen,
} from 'lucide-react'
import { type Action, useOfferedActions } from '../app/actions.ts'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { useDocument } from '../app/useDocument.ts'
import { dayName } from '../ui/words.ts'
import { bestFirst } from './matches.ts'

export interface PaletteItem {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly where?: string
  readonly keys?: string
  /** True for what is gone with the typed words, so that it is not remembered. */
  readonly passing?: boolean
  readonly run: () => void
}

export interface PaletteGroup {
  readonly value: string
  readonly items: readonly PaletteItem[]
}

const iconsByGroup: Readonly<Record<Action['group'], LucideIcon>> = {
  'Go to': MessageCircle,
  Ask: MessageCircle,
  Document: FileText,
  Search,
  Library,
  Settings,
  Page: PanelLeft,
}
const iconsById: Readonly<Record<string, LucideIcon>> = {
  'go-search': Search,
  'go-library': Library,
  'go-settings': Settings,
  'new-conversation': SquarePen,
  keys: Keyboard,
}
const settingsPages = ['General', 'Answers', 'Models', 'Library', 'Privacy', 'Keys', 'About']
const mostOfEach = 6

/** Everything that fits what was typed: actions, pages, conversations and documents; what was used last comes first. */
export function usePalette(typed: string, recent: readonly string[]): readonly PaletteGroup[] {
  const navigate = useNavigate()
  const { open } = useDocument()
  const actions = useOfferedActions().filter((action) => !action.hidden && action.id !== 'palette')
  const conversations = useInfiniteQuery(queries.conversations).data?.pages.flat() ?? []
  const { data: sources = [] } = useQuery(queries.sources)
  const filter = typed.trim()
  const { data: documents } = useQuery({
    queryKey: ['library', 'list', 'palette', filter],
    queryFn: ({ signal }) => client.library.list({ filter, states: ['ready', 'words'], limit: 100 }, { signal }),
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
            passing: true,
            run: () => void navigate({ to: '/search', search: { q: filter } }),
          },
          {
            id: 'ask-for',
            label: `Ask “${filter}”`,
            icon: MessageCircle,
            passing: true,
            run: () => void navigate({ to: '/', search: { question: filter } }),
          },
        ]
  const commands = actions.map((action) => ({
    id: action.id,
    label: action.group === 'Go to' ? `Go to ${action.label}` : action.label,
    icon: iconsById[action.id] ?? iconsByGroup[action.group],
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
    {
      value: 'Do',
      items: [...bestFirst([...commands, ...settings], filter, recent).slice(0, filter ? mostOfEach : 12), ...search],
    },
    { value: 'Conversations', items: bestFirst(talks, filter, recent).slice(0, filter ? mostOfEach : 3) },
    { value: 'Documents', items: bestFirst(files, filter, recent).slice(0, mostOfEach) },
  ].filter(({ items }) => items.length > 0)
}
