import { Plus } from 'lucide-react'
import type { ProviderTrial } from '#contract/providers.contract'
import { Button } from '../../ui/Button.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import { plural } from '../../ui/words.ts'

export interface TrialProps {
  readonly trial: ProviderTrial | undefined
  readonly isTrying: boolean
  readonly problem: string | null
  readonly disabled: boolean
  /** Names that are in the form already. */
  readonly named: readonly string[]
  readonly onTry: () => void
  readonly onName: (model: string) => void
}

const shownAtOnce = 12

/** Tries the connection and shows what came of it; a model that the server lists can be named with a click. */
export function Trial({ trial, isTrying, problem, disabled, named, onTry, onName }: TrialProps) {
  const others = trial?.models?.filter((name) => !named.includes(name)) ?? []
  return (
    <div className="flex flex-col items-start gap-2">
      <Button onClick={onTry} disabled={disabled || isTrying}>
        {isTrying ? 'Asking the server' : 'Test the connection'}
      </Button>
      <div role="status" className="with-state">
        {trial && (
          <>
            <StateShape shape={trial.advice ? 'cross' : 'full'} tone={trial.advice ? 'bad' : 'ok'} />
            <span>{trial.advice ?? answerWords(trial)}</span>
          </>
        )}
      </div>
      {problem && (
        <p className="text-danger" role="alert">
          {problem}
        </p>
      )}
      {others.length > 0 && (
        <div className="flex flex-wrap gap-1" role="group" aria-label="Models it lists">
          {others.slice(0, shownAtOnce).map((name) => (
            <Button key={name} kind="quiet" icon={Plus} onClick={() => onName(name)} className="max-w-full">
              <span className="cut">{name}</span>
            </Button>
          ))}
          {others.length > shownAtOnce && (
            <span className="self-center text-muted">and {others.length - shownAtOnce} more</span>
          )}
        </div>
      )}
    </div>
  )
}

function answerWords({ models }: ProviderTrial) {
  return models === null
    ? 'It answers, and has no list of its models: name one below.'
    : `It answers, and lists ${plural(models.length, 'model')}.`
}
