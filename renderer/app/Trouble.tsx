import { Link } from '@tanstack/react-router'
import { Button } from '../ui/Button.tsx'

/** Stands where a page would be that does not exist. */
export function NotFound() {
  return (
    <main tabIndex={-1} className="m-auto max-w-measure p-6 outline-none">
      <h1>This page is not here</h1>
      <p className="type-read mt-2">
        The address may be old or cut short. Your documents and conversations are as they were.
      </p>
      <p className="mt-4">
        <Link to="/" className="link">
          Ask a question
        </Link>
      </p>
    </main>
  )
}

/** Stands where a page would be that broke. */
export function Trouble({ error, reset }: { readonly error: unknown; readonly reset?: () => void }) {
  return (
    <main tabIndex={-1} className="m-auto max-w-measure p-6 outline-none">
      <h1>This page could not be shown</h1>
      <p className="type-read mt-2">
        Nothing you made is affected. Show it again; if that does not help, restart Alcove and it goes on where it was.
      </p>
      <div className="mt-4 flex gap-2">
        <Button kind="primary" onClick={() => (reset ? reset() : location.reload())}>
          Show it again
        </Button>
      </div>
      <details className="mt-6 text-muted">
        <summary>Details</summary>
        <pre className="type-code mt-2 whitespace-pre-wrap">
          {error instanceof Error ? error.message : String(error)}
        </pre>
      </details>
    </main>
  )
}
