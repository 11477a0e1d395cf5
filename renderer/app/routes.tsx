import { createHashHistory, createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { AskPage } from '../chat/AskPage.tsx'
import { ConversationPage } from '../chat/ConversationPage.tsx'
import { QuickAskPage } from '../chat/QuickAskPage.tsx'
import { AppFrame } from './AppFrame.tsx'
import { DocumentSearch } from './document-place.ts'
import { NotFound, Trouble } from './Trouble.tsx'

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

const search = createRoute({ getParentRoute: () => framed, path: '/search' })
const library = createRoute({ getParentRoute: () => framed, path: '/library' })
const settings = createRoute({
  getParentRoute: () => framed,
  path: '/settings',
  beforeLoad: () => redirect({ to: '/settings/$section', params: { section: 'general' }, throw: true }),
})
const settingsSection = createRoute({ getParentRoute: () => framed, path: '/settings/$section' })
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome' })
const quickAsk = createRoute({ getParentRoute: () => root, path: '/quick-ask', component: QuickAskPage })

export const router = createRouter({
  routeTree: root.addChildren([
    framed.addChildren([ask, conversation, search, library, settings, settingsSection]),
    welcome,
    quickAsk,
  ]),
  history: createHashHistory(),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
