import type { CrashRecord } from '#contract/crashes.contract'
import { Button } from '../ui/Button.tsx'
import { longDate } from '../ui/words.ts'
import { crashInWords } from './crash-words.ts'
import { useCrashes } from './useCrashes.ts'

/** Ends that nobody wanted, each with what is kept of it. */
export function CrashesSection() {
  const { crashes, isError, forget } = useCrashes()
  return (
    <section>
      <h2>
        <span className="em">Unexpected ends</span>
        <span className="text-muted">kept on this machine, twenty at most; never what you worked on</span>
        <span className="grow" />
        {crashes && crashes.length > 0 && (
          <Button kind="quiet" onClick={() => forget()}>
            Delete the records
          </Button>
        )}
      </h2>
      {isError && <p>The records could not be read just now. Nothing of them is lost.</p>}
      {crashes?.length === 0 && <p className="text-muted">None.</p>}
      {crashes && crashes.length > 0 && (
        <ul className="crashes">
          {crashes.map((crash) => (
            <Crash key={crash.id} crash={crash} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Crash({ crash }: { readonly crash: CrashRecord }) {
  const at = new Date(crash.at)
  return (
    <li>
      <details>
        <summary>
          <span className="grow">{crashInWords(crash)}</span>
          <time className="num text-muted" dateTime={at.toISOString()}>
            {longDate(crash.at)} {at.toLocaleTimeString('en-GB', { timeStyle: 'short' })}
          </time>
        </summary>
        {/* The keyboard must be able to scroll it, too. */}
        <pre tabIndex={0} aria-label="The record">
          {JSON.stringify(crash, null, 2)}
        </pre>
      </details>
    </li>
  )
}
