import { Link } from '@tanstack/react-router'
import { usePageTitle } from '../app/page-title.ts'
import { useFlags } from '../app/useFlags.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Switch } from '../ui/Switch.tsx'
import { Charts } from './Charts.tsx'
import './operation.css'
import { Traces } from './Traces.tsx'
import { useInside } from './useInside.ts'

/** Where the time goes: measures of the last hour, and the latest questions and files step by step. */
export function InsidePage() {
  usePageTitle('Inside Alcove')
  const { flags, turn, problem } = useFlags()
  const flag = flags?.find(({ name }) => name === 'inside')
  const isOn = flag?.on ?? false
  const { traces, samples, forget } = useInside(isOn)
  return (
    <main id="main" className="inside" tabIndex={-1}>
      <header>
        <Link to="/settings/$section" params={{ section: 'health' }} className="link">
          Health
        </Link>
        <h1>Inside Alcove</h1>
      </header>
      <Rows>
        <Row
          name="Measure what happens inside"
          note={`Times and counts, kept on this machine; never what was asked or answered.${flag?.forced ? ' ALCOVE_FLAGS decides at present.' : ''}`}
          problem={problem}
        >
          {isOn && (
            <Button kind="quiet" onClick={() => forget()}>
              Forget all of it
            </Button>
          )}
          <Switch
            label="Measure what happens inside"
            on={isOn}
            disabled={flag === undefined || flag.forced}
            onChange={(on) => turn({ name: 'inside', on })}
          />
        </Row>
      </Rows>
      {isOn && samples && (
        <section aria-label="The last hour">
          <h2 className="em">The last hour</h2>
          <Charts samples={samples} />
        </section>
      )}
      {isOn && traces && (
        <section aria-label="Traces">
          <h2>
            <span className="em">Step by step</span>{' '}
            <span className="text-muted">the newest first, two hundred at most</span>
          </h2>
          <Traces traces={traces} />
        </section>
      )}
    </main>
  )
}
