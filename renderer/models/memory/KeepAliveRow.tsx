import { useSettings } from '../../app/useSettings.ts'
import { Row } from '../../ui/Rows.tsx'
import { Select } from '../../ui/Select.tsx'
import { keepLabel, keepNote, keepOptions, keepToValue, valueToKeep } from './memory-words.ts'

/** How long Ollama keeps a model in memory, from the next request on. */
export function KeepAliveRow() {
  const { settings, change, problem } = useSettings()
  const keep = settings.keepInMemory
  return (
    <Row name="Keep a model in memory" note={keepNote(keep)} problem={problem}>
      <Select
        label="Keep a model in memory"
        align="end"
        value={keepToValue(keep)}
        shown={keepLabel(keep)}
        options={keepOptions}
        onChange={(value) => change({ keepInMemory: valueToKeep(value) })}
      />
    </Row>
  )
}
