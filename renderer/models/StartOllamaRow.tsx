import { Advice } from '../ui/Advice.tsx'
import { Button } from '../ui/Button.tsx'
import { Row } from '../ui/Rows.tsx'
import { useStartOllama } from './useModels.ts'

/** Offers to start Ollama, which is installed here and does not run. */
export function StartOllamaRow() {
  const { start, isStarting, problem } = useStartOllama()
  return (
    <Row
      name="Start Ollama"
      note={
        <>
          <span role="status">
            {isStarting
              ? 'Starting it, and waiting until it answers.'
              : 'It is installed here. It goes on running when Alcove is closed.'}
          </span>
          {problem && (
            <span className="block text-danger" role="alert">
              <Advice text={problem} />
            </span>
          )}
        </>
      }
    >
      <Button kind="primary" disabled={isStarting} onClick={start}>
        Start it
      </Button>
    </Row>
  )
}
