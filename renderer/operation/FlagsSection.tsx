import { flags as known } from '#contract/flags'
import { useFlags } from '../app/useFlags.ts'
import { Row, Rows } from '../ui/Rows.tsx'
import { Switch } from '../ui/Switch.tsx'

/** Switches of the program that are no settings, with what each does. */
export function FlagsSection() {
  const { flags, turn, problem } = useFlags()
  return (
    <section>
      <h2>
        <span className="em">Switches</span>
        <span className="text-muted">for trying something, or going without it</span>
      </h2>
      {flags && (
        <Rows>
          {flags.map(({ name, on, forced }) => (
            <Row
              key={name}
              name={known[name].title}
              note={`${known[name].about}${forced ? ' ALCOVE_FLAGS decides at present.' : ''}`}
            >
              <Switch
                label={known[name].title}
                on={on}
                disabled={forced}
                onChange={(wanted) => turn({ name, on: wanted })}
              />
            </Row>
          ))}
        </Rows>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
