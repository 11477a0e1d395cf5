import { useQuery } from '@tanstack/react-query'
import { readAloud, whenVoicesAreKnown } from '../app/reading-aloud.ts'
import { useSettings } from '../app/useSettings.ts'
import { noVoice } from '../app/voice-words.ts'
import { buttonClass } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'

const rates = [0.75, 1, 1.25, 1.5, 2]

/** Which voice of this machine reads answers aloud, and how fast. */
export function ReadAloudSection() {
  const { settings, change, problem } = useSettings()
  const { voice, rate } = settings.readAloud
  const voices = useQuery({ queryKey: ['voices'], queryFn: whenVoicesAreKnown }).data ?? []
  const set = (wanted: Partial<typeof settings.readAloud>) =>
    change({ readAloud: { ...settings.readAloud, ...wanted } })
  return (
    <section>
      <h2>
        <span className="em">Reading aloud</span>
      </h2>
      <Rows>
        <Row
          name="Voice"
          note={voices.length === 0 ? noVoice[1] : 'Voices that work on this machine; others are not used.'}
          problem={problem}
        >
          <Select
            label="Voice"
            align="end"
            value={voices.some(({ name }) => name === voice) ? (voice ?? '') : ''}
            options={[
              { value: '', label: 'The likely one' },
              ...voices.map(({ name, lang }) => ({ value: name, label: `${name} (${lang})` })),
            ]}
            onChange={(name) => set({ voice: name === '' ? null : name })}
          />
        </Row>
        <Row name="Speed" note="Once is as the voice speaks by itself.">
          <Select
            label="Speed"
            align="end"
            value={String(rate)}
            options={rates.map((value) => ({ value: String(value), label: value === 1 ? 'Once' : `${value} times` }))}
            onChange={(value) => set({ rate: Number(value) })}
          />
          <button
            type="button"
            className={buttonClass('plain')}
            disabled={voices.length === 0}
            onClick={() => void readAloud('a try', ['This is how answers are read aloud.'], settings.readAloud)}
          >
            Try it
          </button>
        </Row>
      </Rows>
    </section>
  )
}
