import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { type HealthAction, type HealthState, remedyLabels } from '#contract/health'
import type { Check } from '#contract/system.contract'
import { Button, buttonClass } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { sinceInWords, stateWords, summary } from './check-words.ts'
import { RoomDialog } from './RoomDialog.tsx'
import { type Mending, useDoctor, useMending } from './useDoctor.ts'

/** Every part of Alcove with its state, since when it is so, what that means, and what can be done about it. */
export function ChecksSection() {
  const doctor = useDoctor()
  const mending = useMending()
  const [roomOpen, setRoomOpen] = useState(false)
  const checks = doctor.data?.checks
  return (
    <section aria-label="Checks">
      <h2>
        <span className="em">Checks</span>
        <span className="text-muted" role="status">
          {checks && !doctor.isFetching && summary(checks)}
        </span>
        <span className="grow" />
        <Button kind="quiet" icon={RefreshCw} disabled={doctor.isFetching} onClick={() => void doctor.refetch()}>
          Check again
        </Button>
      </h2>
      {checks && (
        <Rows>
          {checks.map((check) => (
            <Row key={check.name} name={capital(check.name)} note={<CheckNote check={check} mending={mending} />}>
              {check.actions.map((action) => (
                <Act
                  key={JSON.stringify(action)}
                  action={action}
                  of={check}
                  mending={mending}
                  onRoom={() => setRoomOpen(true)}
                />
              ))}
            </Row>
          ))}
        </Rows>
      )}
      {doctor.isPending && (
        <AfterBlink>
          <Bones widths={[40, 64, 48, 56, 40]} />
        </AfterBlink>
      )}
      {doctor.isError && !checks && (
        <p className="text-muted">The checks could not be made just now. Try again in a moment.</p>
      )}
      <RoomDialog open={roomOpen} onClose={() => setRoomOpen(false)} />
    </section>
  )
}

const shapes = { good: 'full', look: 'half', broken: 'cross' } as const
const tones = { good: 'ok', look: 'warn', broken: 'bad' } as const

function CheckNote({ check, mending }: { readonly check: Check; readonly mending: Mending }) {
  const { state, detail, remedy, meaning, since } = check
  const mended = mending.said.get(check.name)
  return (
    <span className="with-state">
      <StateShape shape={shapes[state]} tone={tones[state]} />
      <span>
        <State state={state} /> {detail}
        {state !== 'good' && <span className="block">{`${sinceInWords(since, Date.now())} ${meaning}`}</span>}
        {remedy && <span className="block text-ink">{remedy}</span>}
        <span className="block text-ink" role="status">
          {mended}
        </span>
      </span>
    </span>
  )
}

function State({ state }: { readonly state: HealthState }) {
  return <span className={state === 'good' ? 'unseen' : 'em text-ink'}>{`${stateWords[state]}.`}</span>
}

interface ActProps {
  readonly action: HealthAction
  readonly of: Check
  readonly mending: Mending
  readonly onRoom: () => void
}

function Act({ action, of, mending, onRoom }: ActProps) {
  const kind = of.state === 'good' ? 'quiet' : 'plain'
  if (action.kind === 'open') {
    return (
      <a className={buttonClass(kind)} href={`#${action.route}`}>
        {action.label}
      </a>
    )
  }
  const { remedy } = action
  if (remedy === 'free-space') {
    return (
      <Button kind={kind} onClick={onRoom}>
        What takes room
      </Button>
    )
  }
  const isBusy = mending.busy === remedy
  return (
    <Button
      kind={kind}
      disabled={mending.busy !== null}
      onClick={() => mending.mend({ remedy, check: of.name })}
      aria-busy={isBusy}
    >
      {isBusy ? 'Working on it' : remedyLabels[remedy]}
    </Button>
  )
}

function capital(name: string) {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
