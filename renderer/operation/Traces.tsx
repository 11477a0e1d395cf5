import { useState } from 'react'
import type { Trace } from '#contract/inside.contract'
import { durationInWords, stepsOf, stepWords } from './waterfall.ts'

/** The latest traces; each unfolds into its steps. */
export function Traces({ traces }: { readonly traces: readonly Trace[] }) {
  const [open, setOpen] = useState<string | null>(null)
  if (traces.length === 0) return <p className="text-muted">Nothing yet. Ask or search for something.</p>
  return (
    <ul className="traces">
      {traces.map((trace) => (
        <li key={trace.id}>
          <button
            type="button"
            aria-expanded={open === trace.id}
            onClick={() => setOpen(open === trace.id ? null : trace.id)}
          >
            <time className="num text-muted" dateTime={new Date(trace.at).toISOString()}>
              {new Date(trace.at).toLocaleTimeString('en-GB', { timeStyle: 'medium' })}
            </time>
            <span className="grow">{stepWords[trace.name]}</span>
            {trace.failed && <span className="text-danger">did not end well</span>}
            {isCalledOff(trace) && <span className="text-muted">called off</span>}
            <span className="num text-muted">
              {trace.spans.length === 1 ? '1 step' : `${trace.spans.length} steps`}
            </span>
            <span className="num">{durationInWords(trace.milliseconds)}</span>
          </button>
          {open === trace.id && <Waterfall trace={trace} />}
        </li>
      ))}
    </ul>
  )
}

/** A search that the next key took the place of, above all. */
function isCalledOff({ failed, spans }: Trace) {
  return !failed && spans.some(({ parent, facts }) => parent === null && facts.outcome === 'called-off')
}

function Waterfall({ trace }: { readonly trace: Trace }) {
  return (
    // The keyboard must be able to scroll it, too.
    <section className="waterfall" tabIndex={0} aria-label="Steps">
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Process</th>
            <th scope="col">Began after</th>
            <th scope="col">Took</th>
            <th scope="col">
              <span className="unseen">Its share</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {stepsOf(trace).map(({ id, words, process, depth, from, milliseconds, failed, left, width }) => (
            <tr key={id}>
              <th scope="row" style={{ paddingLeft: `${depth * 16}px` }}>
                {words}
                {failed && <span className="text-danger"> did not end well</span>}
              </th>
              <td className="text-muted">{process}</td>
              <td className="num text-muted">{durationInWords(from)}</td>
              <td className="num">{durationInWords(milliseconds)}</td>
              <td className="bar" aria-hidden>
                <i data-process={process} style={{ marginLeft: `${left * 100}%`, width: `${width * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
