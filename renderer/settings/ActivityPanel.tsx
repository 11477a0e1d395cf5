import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ActivityCheck, ActivityEntry } from '#contract/activity.contract'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { count, longDate, plural } from '../ui/words.ts'
import { activityGroups, activityInWords } from './activity-words.ts'
import './activity.css'
import { useActivity } from './useActivity.ts'

const rowHeight = 36

/** What Alcove did for a person, row by row, and whether anybody changed it. */
export function ActivityPanel() {
  const { group, setGroup, date, setDate, total, entries, failed, more, check, isChecking, checked, save } =
    useActivity()
  return (
    <>
      <p className="text-muted">
        What Alcove did for you, without anything that was said. What left this machine is listed under{' '}
        <Link className="link" to="/settings/$section" params={{ section: 'privacy' }}>
          Privacy
        </Link>
        ; how long both are kept under{' '}
        <Link className="link" to="/settings/$section" params={{ section: 'your-data' }}>
          Your data
        </Link>
        .
      </p>
      <Rows>
        <Row name="Check that nobody changed it" note={<Checked check={checked ?? null} />}>
          <Button disabled={isChecking} onClick={() => check()}>
            {isChecking ? 'Checking' : 'Check'}
          </Button>
        </Row>
      </Rows>
      <section aria-label="What Alcove did">
        <h2>
          <Select
            label="What"
            value={group}
            options={activityGroups.map(({ value, label }) => ({ value, label }))}
            onChange={setGroup}
          />
          <span className="w-[160px]">
            <TextField label="Day" labelUnseen type="date" value={date} onChange={setDate} />
          </span>
          {date !== '' && (
            <Button kind="quiet" onClick={() => setDate('')}>
              Any day
            </Button>
          )}
          <span className="num text-muted" role="status">
            {total !== undefined && plural(total, 'row')}
          </span>
          <span className="grow" />
          <Button kind="quiet" disabled={!total} onClick={() => save('jsonl')}>
            Save as JSON lines
          </Button>
          <Button kind="quiet" disabled={!total} onClick={() => save('csv')}>
            Save as a table
          </Button>
        </h2>
        {failed && <p role="alert">The list could not be read just now. Nothing of it is lost.</p>}
        {total === 0 && <p className="text-muted">Nothing.</p>}
        {total !== undefined && total > 0 && <Entries total={total} entries={entries} onMore={more} />}
      </section>
    </>
  )
}

interface EntriesProps {
  readonly total: number
  readonly entries: readonly ActivityEntry[]
  readonly onMore: () => void
}

/** Only the rows in sight are on the page, however many there are. */
function Entries({ total, entries, onMore }: EntriesProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (virtualizer) => {
      if ((virtualizer.getVirtualItems().at(-1)?.index ?? 0) >= entries.length - 1) onMore()
    },
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached with the keyboard
    <div className="activity" ref={scroll} role="list" aria-label="What Alcove did, the newest first" tabIndex={0}>
      <div role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={total}
            style={{ transform: `translateY(${start}px)`, height: rowHeight }}
          >
            {entries[index] && <Entry entry={entries[index]} />}
          </div>
        ))}
      </div>
    </div>
  )
}

function Entry({ entry }: { readonly entry: ActivityEntry }) {
  const { at, about, title } = entry
  const conversationId = typeof about.conversationId === 'string' ? about.conversationId : null
  const words = activityInWords(entry)
  return (
    <>
      <time className="num text-muted" dateTime={new Date(at).toISOString()}>
        {longDate(at)} {new Date(at).toLocaleTimeString('en-GB', { timeStyle: 'short' })}
      </time>
      <span className="cut" title={words}>
        {words}
      </span>
      {title !== null &&
        (conversationId === null ? (
          <span className="cut text-muted" dir="auto">
            {title}
          </span>
        ) : (
          <Link className="link cut" to="/c/$id" params={{ id: conversationId }} dir="auto">
            {title}
          </Link>
        ))}
    </>
  )
}

function Checked({ check }: { readonly check: ActivityCheck | null }) {
  if (!check) return 'Each row holds a hash of the one before it. A check goes through all of them.'
  if (check.state === 'whole') {
    return (
      <span className="with-state num" role="status">
        <StateShape shape="full" tone="ok" />
        <span>
          {`${plural(check.rows, 'row')} are as they were written. Hash of the last: `}
          <code className="type-code">{check.hash.slice(0, 16)}</code>
        </span>
      </span>
    )
  }
  const where = check.wrong ? `row ${count(check.wrong.number)}` : 'a row'
  const words = {
    changed: `${where} is not what was written.`,
    missing: `${where} is missing.`,
    shortened: `the end is missing, from ${where} on.`,
  }[check.state]
  return (
    <span className="with-state" role="alert">
      <StateShape shape="cross" tone="bad" />
      <span>{`Somebody or something changed it: ${words} A backup shows what stood there.`}</span>
    </span>
  )
}
