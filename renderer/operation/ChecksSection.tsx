import { RefreshCw } from 'lucide-react'
import type { Check } from '#contract/system.contract'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { useDoctor } from './useDoctor.ts'

/** Every part of Alcove with its state. */
export function ChecksSection() {
  const doctor = useDoctor()
  return (
    <section>
      <h2>
        <span className="em">Checks</span>
        <span className="text-muted" role="status">
          {doctor.data && !doctor.isFetching && summary(doctor.data.checks)}
        </span>
        <span className="grow" />
        <Button kind="quiet" icon={RefreshCw} disabled={doctor.isFetching} onClick={() => void doctor.refetch()}>
          Check again
        </Button>
      </h2>
      {doctor.data && (
        <Rows>
          {doctor.data.checks.map((check) => (
            <Row key={check.name} name={capital(check.name)} note={<CheckNote check={check} />} />
          ))}
        </Rows>
      )}
      {doctor.isPending && (
        <AfterBlink>
          <Bones widths={[40, 64, 48]} />
        </AfterBlink>
      )}
      {doctor.isError && !doctor.data && (
        <p className="text-muted">The checks could not be made just now. Try again in a moment.</p>
      )}
    </section>
  )
}

function CheckNote({ check }: { readonly check: Check }) {
  return (
    <span className="with-state">
      <StateShape shape={check.ok ? 'full' : 'cross'} tone={check.ok ? 'ok' : 'bad'} />
      <span>
        <span className="unseen">{check.ok ? 'Well: ' : 'Wrong: '}</span>
        {check.detail}
        {check.remedy && <span className="block text-ink">{check.remedy}</span>}
      </span>
    </span>
  )
}

function summary(checks: readonly Check[]) {
  const wrong = checks.filter((check) => !check.ok).length
  return wrong === 0 ? 'all is well' : `${wrong} of ${checks.length} need a look`
}

function capital(name: string) {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
