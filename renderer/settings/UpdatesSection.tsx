import { Download, RefreshCw } from 'lucide-react'
import type { UpdateState } from '#contract/updates.contract'
import { sentenceForUpdate } from '#contract/updates.sentences'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Switch } from '../ui/Switch.tsx'
import { bytes, longDate } from '../ui/words.ts'
import { useUpdates } from './useUpdates.ts'

/** A newer Alcove, when one is wanted: looked for, fetched and installed each by a word of the person. */
export function UpdatesSection() {
  const { settings, change, problem: notKept } = useSettings()
  const updates = useUpdates()
  const { state } = updates
  if (!state) return null
  return (
    <section>
      <h2>
        <span className="em">Updates</span>
        <span className="text-muted" role="status">
          {updates.done !== null
            ? `${Math.round(updates.done * 100)} % fetched`
            : updates.hasLooked && !state.newer && 'this is the newest'}
        </span>
      </h2>
      {state.problem ? (
        <p className="text-muted">{sentenceForUpdate(state.problem)}</p>
      ) : (
        <Rows>
          <Row name={titleOf(state)} note={noteOf(state)} problem={updates.problem}>
            {state.newer && state.fetched && (
              <Button disabled={updates.isInstalling} onClick={() => updates.install()}>
                Install and start again
              </Button>
            )}
            {state.newer && !state.fetched && (
              <Button icon={Download} disabled={updates.done !== null} onClick={() => updates.fetch()}>
                Fetch it
              </Button>
            )}
            {!state.newer && (
              <Button kind="quiet" icon={RefreshCw} disabled={updates.isLooking} onClick={updates.look}>
                Look for updates
              </Button>
            )}
          </Row>
          <Row
            name="Look once a week"
            note={`Asks ${state.host} for the newest version, and says nothing about you or your library.`}
            problem={notKept}
          >
            <Switch
              label="Look once a week"
              on={settings.lookForUpdates}
              onChange={(lookForUpdates) => change({ lookForUpdates })}
            />
          </Row>
        </Rows>
      )}
    </section>
  )
}

function titleOf({ newer, fetched }: UpdateState): string {
  if (!newer) return 'Newer versions'
  return fetched ? `Alcove ${newer.version} is ready` : `Alcove ${newer.version} is there`
}

function noteOf({ newer, lookedAt, host }: UpdateState): string {
  if (newer) return `${newer.notes} ${longDate(newer.releasedAt)}, ${bytes(newer.bytes)}. Your library stays as it is.`
  return lookedAt === null ? `${host} was never asked.` : `${host} was asked on ${longDate(lookedAt)}.`
}
