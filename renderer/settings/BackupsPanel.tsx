import { useState } from 'react'
import type { Backup, BackupState, BackupWork } from '#contract/backup.contract'
import { sentenceForBackup } from '#contract/backup.sentences'
import type { BackupProblem } from '#contract/backup-problem'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { bytes, plural } from '../ui/words.ts'
import { BackupPlanDialog } from './BackupPlanDialog.tsx'
import { drillInWords, momentOf, placeOf, stateInWords, workInWords } from './backup-words.ts'
import type { ChooseFolder } from './FolderField.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'
import { useBackups, usePlan } from './useBackups.ts'

type Asked = { readonly what: 'plan' } | { readonly what: 'restore'; readonly backup: Backup | null }

const intervals = { hourly: 'every hour', daily: 'every day', weekly: 'every week' } as const

/** Backups: off with a reason to turn them on; then where they go, how they went, those that are kept, and ways back. */
export function BackupsPanel({ chooseFolder }: { readonly chooseFolder: ChooseFolder }) {
  const { state, list, listProblem, now, drill, check, problem } = useBackups()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  if (!state) {
    return (
      <AfterBlink>
        <Bones widths={[56, 40, 48]} />
      </AfterBlink>
    )
  }
  const isBusy = state.working !== null
  return (
    <>
      {state.plan ? (
        <Rows>
          <PlanRow state={state} plan={state.plan} onChange={() => setAsked({ what: 'plan' })} />
          <Row name="Last backup" note={<LastBackup state={state} />} problem={problem ?? problemIn(state.lastBackup)}>
            <Button disabled={isBusy} onClick={() => now()}>
              Back up now
            </Button>
          </Row>
          <Row name="Weekly try" note={<LastDrill state={state} />} problem={problemIn(state.lastDrill)}>
            <Button disabled={isBusy || list?.length === 0} onClick={() => drill()}>
              Try it now
            </Button>
          </Row>
          <LastRestore state={state} />
        </Rows>
      ) : (
        <>
          <p className="text-muted">
            Backups are off. A disk that breaks takes your conversations, tags and pasted texts with it, and no folder
            of yours can give them back.
          </p>
          <div className="my-4">
            <Button kind="primary" onClick={() => setAsked({ what: 'plan' })}>
              Turn on backups…
            </Button>
          </div>
          <Rows>
            <LastRestore state={state} />
          </Rows>
        </>
      )}
      <section aria-label="Kept backups">
        <h2>
          <span className="em">Kept</span>
          {state.working && ['check', 'restore'].includes(state.working.what) ? (
            <Working work={state.working} />
          ) : (
            <span className="num text-muted">{list && state.plan && plural(list.length, 'backup')}</span>
          )}
          <span className="grow" />
          <Button kind="quiet" disabled={isBusy} onClick={() => setAsked({ what: 'restore', backup: null })}>
            Restore from a file…
          </Button>
        </h2>
        {listProblem && (
          <p className="text-danger" role="alert">
            {listProblem}
          </p>
        )}
        {state.plan && list && (
          <Rows>
            {list.map((backup) => (
              <Row key={backup.name} name={momentOf(backup.madeAt)} note={<BackupNote backup={backup} />}>
                <Button
                  kind="quiet"
                  disabled={isBusy}
                  aria-label={`Check the backup of ${momentOf(backup.madeAt)}`}
                  onClick={() => check(backup.name)}
                >
                  Check
                </Button>
                <Button
                  kind="quiet"
                  disabled={isBusy}
                  aria-label={`Restore the backup of ${momentOf(backup.madeAt)}`}
                  onClick={() => setAsked({ what: 'restore', backup })}
                >
                  Restore…
                </Button>
              </Row>
            ))}
          </Rows>
        )}
      </section>
      {asked?.what === 'plan' && <BackupPlanDialog state={state} chooseFolder={chooseFolder} onClose={close} />}
      {asked?.what === 'restore' && <RestoreDialog backup={asked.backup} chooseFolder={chooseFolder} onClose={close} />}
    </>
  )
}

interface PlanRowProps {
  readonly state: BackupState
  readonly plan: NonNullable<BackupState['plan']>
  readonly onChange: () => void
}

function PlanRow({ state, plan, onChange }: PlanRowProps) {
  const { plan: hold, problem } = usePlan(() => {})
  const encrypted = plan.encrypted ? 'encrypted' : 'not encrypted'
  return (
    <Row
      name={placeOf(plan)}
      note={
        <span className="num">
          {`A backup ${intervals[plan.every]}, ${encrypted}. `}
          {state.nextAt !== null && state.nextAt > Date.now() && `The next one is due on ${momentOf(state.nextAt)}.`}
        </span>
      }
      problem={problem}
    >
      <Button onClick={onChange}>Change…</Button>
      <Button disabled={state.working !== null} onClick={() => hold({ wish: null })}>
        Turn off
      </Button>
    </Row>
  )
}

function LastBackup({ state: { working, lastBackup } }: { readonly state: BackupState }) {
  if (working?.what === 'backup') return <Working work={working} />
  if (!lastBackup) return 'None yet; the first is made within a minute.'
  return lastBackup.problem
    ? `Tried on ${momentOf(lastBackup.at)}.`
    : `Made and verified on ${momentOf(lastBackup.at)}.`
}

function LastDrill({ state: { working, lastDrill } }: { readonly state: BackupState }) {
  return working?.what === 'drill' ? <Working work={working} /> : drillInWords(lastDrill)
}

function Working({ work }: { readonly work: BackupWork }) {
  return (
    <span className="with-state num" role="status">
      <StateShape shape="part" tone="busy" />
      <span>{workInWords(work)}</span>
    </span>
  )
}

function LastRestore({ state: { lastRestore, restoreWaits } }: { readonly state: BackupState }) {
  if (restoreWaits) return <Row name="Restore" note="A backup is ready, and takes its place when Alcove starts next." />
  if (!lastRestore) return null
  const note = lastRestore.problem
    ? `Tried on ${momentOf(lastRestore.at)}; the library is as it was before.`
    : `Restored on ${momentOf(lastRestore.at)}. What was there before is kept in ${lastRestore.aside}.`
  return <Row name="Last restore" note={note} problem={problemIn(lastRestore)} />
}

function BackupNote({ backup }: { readonly backup: Backup }) {
  const { word, shape, tone } = stateInWords(backup)
  const facts = [bytes(backup.bytes), backup.encrypted ? 'encrypted' : null, backup.own ? null : 'of another library']
  return (
    <span className="with-state num">
      <StateShape shape={shape} tone={tone} />
      <span>{[word, ...facts].filter(Boolean).join(' · ')}</span>
    </span>
  )
}

function problemIn(outcome: { readonly problem: BackupProblem | null } | null) {
  return outcome?.problem ? sentenceForBackup(outcome.problem) : null
}
