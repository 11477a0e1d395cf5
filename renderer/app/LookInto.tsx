import { WhyDialog } from '../library/WhyDialog.tsx'
import { PassagesDialog } from '../viewer/PassagesDialog.tsx'
import { type Asked, ask } from './asked.ts'

/** The dialogs that look into a document, over whatever page is open. */
export function LookInto({ asked }: { readonly asked: Asked }) {
  const close = () => ask(null)
  if (asked.kind === 'passages') return <PassagesDialog documentId={asked.documentId} onClose={close} />
  return <WhyDialog path={asked.path} query={asked.query} onClose={close} />
}
