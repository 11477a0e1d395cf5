import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { AskPage } from '../chat/AskPage.tsx'
import { passageAlong } from '../chat/along/useAlong.ts'
import { ConversationPage } from '../chat/ConversationPage.tsx'
import { give } from '../chat/drafts.ts'
import { ConversationsPage } from '../chat/kept/ConversationsPage.tsx'
import { PrintPage } from '../chat/kept/PrintPage.tsx'
import { QuickAskPage } from '../chat/QuickAskPage.tsx'
import { ComparePage } from '../chat/tree/ComparePage.tsx'
import { AddLayer } from '../library/AddLayer.tsx'
import { LibraryPlace } from '../library/place.ts'
import { SearchPage } from '../search/SearchPage.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { DocumentView } from '../viewer/DocumentView.tsx'
import { WelcomePage } from '../welcome/WelcomePage.tsx'
import { AppFrame } from './AppFrame.tsx'
import { useActionKeys } from './actions.ts'
import { DocumentSearch } from './document-place.ts'
import { useLiveLibrary } from './live.ts'
import { tellOfError } from './page-errors.ts'
import { NotFound, Trouble } from './Trouble.tsx'
import { useLook } from './useSettings.ts'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Trouble })

/** Pages inside the frame; each can have a document open beside it. */
const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: AppFrame,
  validateSearch: DocumentSearch,
})

const AskSearch = z.object({
  /** A question to put into the box. */
  question: z.string().max(8_000).optional().catch(undefined),
  /** Limits the question to one document. */
  about: z.string().optional().catch(undefined),
})

const ask = createRoute({
  getParentRoute: () => framed,
  path: '/',
  validateSearch: AskSearch,
  component: function Ask() {
    const { question, about } = ask.useSearch()
    return <AskPage key={`${question}\t${about}`} question={question ?? ''} documentId={about ?? null} />
  },
})

const conversation = createRoute({
  getParentRoute: () => framed,
  path: '/c/$id',
  component: function Conversation() {
    const { id } = conversation.useParams()
    return <ConversationPage key={id} conversationId={id} />
  },
})

const compare = createRoute({
  getParentRoute: () => framed,
  path: '/c/$id/compare/$questionId',
  component: function Compare() {
    const { id, questionId } = compare.useParams()
    return <ComparePage key={questionId} conversationId={id} questionId={questionId} />
  },
})

const print = createRoute({
  getParentRoute: () => framed,
  path: '/c/$id/print',
  component: function Print() {
    const { id } = print.useParams()
    return <PrintPage key={id} conversationId={id} />
  },
})

const conversations = createRoute({
  getParentRoute: () => framed,
  path: '/conversations',
  validateSearch: z.object({
    in: z.enum(['find', 'archive', 'bin']).optional().catch(undefined),
    q: z.string().max(500).optional().catch(undefined),
  }),
  component: function Conversations() {
    const { in: place, q } = conversations.useSearch()
    const navigate = conversations.useNavigate()
    return (
      <ConversationsPage
        place={place ?? 'find'}
        query={q ?? ''}
        onQuery={(query) => void navigate({ search: { in: place, q: query || undefined }, replace: true })}
      />
    )
  },
})

const SearchSearch = z.object({
  /** What is searched for. */
  q: z.string().max(8_000).optional().catch(undefined),
  /** A passage whose likes are shown, and what it is called. */
  like: z.string().optional().catch(undefined),
  of: z.string().optional().catch(undefined),
})

const search = createRoute({
  getParentRoute: () => framed,
  path: '/search',
  validateSearch: SearchSearch,
  component: function Search() {
    const { q, like, of } = search.useSearch()
    const navigate = search.useNavigate()
    return (
      <SearchPage
        query={q ?? ''}
        onQuery={(query) =>
          void navigate({
            search: (before) => ({ ...before, q: query || undefined, like: undefined, of: undefined }),
            replace: true,
          })
        }
        like={like ? { passageId: like, name: of ?? 'this passage' } : null}
        onAskAbout={({ passage, name }) => {
          give('ask', passageAlong(passage, name))
          void navigate({ to: '/', search: {} })
        }}
        onLike={({ passageId, name }) =>
          void navigate({ search: (before) => ({ ...before, like: passageId, of: name }) })
        }
        preview={(place) => <DocumentView place={place} plain key={place.documentId} />}
      />
    )
  },
})
const retrieval = createRoute({
  getParentRoute: () => framed,
  path: '/retrieval',
  validateSearch: z.object({ q: z.string().max(8_000).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./RetrievalRoute.tsx'), 'RetrievalRoute'),
})
const library = createRoute({
  getParentRoute: () => framed,
  path: '/library',
  validateSearch: LibraryPlace,
  // Loaded when they are first gone to: asking and searching come before.
  component: lazyRouteComponent(() => import('./LibraryRoute.tsx'), 'LibraryRoute'),
})
const settings = createRoute({
  getParentRoute: () => framed,
  path: '/settings',
  beforeLoad: () => redirect({ to: '/settings/$section', params: { section: 'general' }, throw: true }),
})
const settingsSection = createRoute({
  getParentRoute: () => framed,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./SettingsRoute.tsx'), 'SettingsRoute'),
})
const inside = createRoute({
  getParentRoute: () => framed,
  path: '/settings/health/inside',
  component: lazyRouteComponent(() => import('../operation/InsidePage.tsx'), 'InsidePage'),
})
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: function Welcome() {
    useLook()
    useLiveLibrary()
    useActionKeys()
    return (
      <>
        <WelcomePage />
        <AddLayer />
        <Toasts />
      </>
    )
  },
})
const quickAsk = createRoute({ getParentRoute: () => root, path: '/quick-ask', component: QuickAskPage })

export const router = createRouter({
  routeTree: root.addChildren([
    framed.addChildren([
      ask,
      conversation,
      compare,
      print,
      conversations,
      search,
      retrieval,
      library,
      settings,
      settingsSection,
      inside,
    ]),
    welcome,
    quickAsk,
  ]),
  history: createHashHistory(),
  defaultPreload: false,
  defaultOnCatch: tellOfError,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
