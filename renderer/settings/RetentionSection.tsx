import type { Settings } from '#contract/settings.contract'
import { useSettings } from '../app/useSettings.ts'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { plural } from '../ui/words.ts'
import { momentOf } from './backup-words.ts'

const usual = [7, 30, 90, 180, 365, 730, 3_650]
const forEver = 'for ever'

/** How long each kind of thing is kept that a person does not keep one by one. */
export function RetentionSection({ clockDoubtedSince }: { readonly clockDoubtedSince: number | null }) {
  const { settings, change, problem } = useSettings()
  const { retention } = settings
  const set = (changed: Partial<Settings['retention']>) => change({ retention: { ...retention, ...changed } })
  return (
    <section aria-label="How long things are kept">
      <h2>
        <span className="em">How long things are kept</span>
        <span className="text-muted">what is older is deleted by itself, every hour</span>
      </h2>
      {(problem || clockDoubtedSince !== null) && (
        <p className="text-danger" role="alert">
          {problem ??
            `The clock of this machine leapt to ${momentOf(clockDoubtedSince ?? 0)}, so nothing is deleted by its age until it has gone on from there for a day. Set it right if it is wrong.`}
        </p>
      )}
      <Rows>
        <Row name="Conversations" note="Those that nobody touched go to the bin; pinned ones stay.">
          <Days
            label="Conversations"
            value={settings.keepConversations}
            mayBeForEver
            onChange={(keepConversations) => change({ keepConversations })}
          />
        </Row>
        <Row name="The bin" note="Conversations, documents, folders and collections that you removed.">
          <Days label="The bin" value={retention.bin} onChange={(bin) => set({ bin: bin ?? 30 })} />
        </Row>
        <Row name="What left this machine" note="The list under Privacy.">
          <Days
            label="What left this machine"
            value={retention.requests}
            mayBeForEver
            onChange={(requests) => set({ requests })}
          />
        </Row>
        <Row name="What Alcove did" note="The list under Activity. What stays can be checked all the same.">
          <Days
            label="What Alcove did"
            value={retention.activity}
            mayBeForEver
            onChange={(activity) => set({ activity })}
          />
        </Row>
        <Row
          name="Logs and records of crashes"
          note="Never what was said. Logs are five files of at most 5 MB besides."
        >
          <Days
            label="Logs and records of crashes"
            value={retention.logs}
            onChange={(logs) => set({ logs: logs ?? 30 })}
          />
        </Row>
        <Row name="Exports" note="They lie where you put them. Alcove never deletes one." />
      </Rows>
    </section>
  )
}

interface DaysProps {
  readonly label: string
  readonly value: number | null
  readonly mayBeForEver?: boolean
  readonly onChange: (days: number | null) => void
}

function Days({ label, value, mayBeForEver = false, onChange }: DaysProps) {
  const days = value === null || usual.includes(value) ? usual : [...usual, value].toSorted((a, b) => a - b)
  const options = [
    ...days.map((one) => ({ value: String(one), label: plural(one, 'day') })),
    ...(mayBeForEver ? [{ value: forEver, label: 'For ever' }] : []),
  ]
  return (
    <Select
      label={label}
      align="end"
      value={value === null ? forEver : String(value)}
      options={options}
      onChange={(chosen) => onChange(chosen === forEver ? null : Number(chosen))}
    />
  )
}
