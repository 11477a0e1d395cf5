import { Check, Ellipsis } from 'lucide-react'
import type { ModelInfo, ModelsState } from '#contract/models.contract'
import { shortName } from '../app/model-choice.ts'
import { iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { fitWord, gigabytes, memoryShare } from './model-row.ts'

export interface ModelTableProps {
  readonly label: string
  readonly models: readonly ModelInfo[]
  readonly machine: ModelsState['machine']
  readonly active: ModelsState['active']
  readonly onChoose: (model: ModelInfo) => void
  /** Absent where models cannot be deleted. */
  readonly onDelete?: (model: ModelInfo) => void
}

const abilities = [
  { key: 'chat', label: 'Chat' },
  { key: 'thinking', label: 'Thinking' },
  { key: 'tools', label: 'Tools' },
  { key: 'embedding', label: 'Embedding' },
] as const

/** The models of a server: what each needs of this machine, and what it can do. */
export function ModelTable({ label, models, machine, active, onChoose, onDelete }: ModelTableProps) {
  return (
    <div className="models" role="table" aria-label={label}>
      <div className="mr head" role="row">
        <span role="columnheader">Name</span>
        <span className="right" role="columnheader">
          Size
        </span>
        <span className="need" role="columnheader">
          Memory, of {Math.round(machine.memory / 1e9)} GB
        </span>
        {abilities.map((ability) => (
          <span key={ability.key} className="can" role="columnheader">
            {ability.label}
          </span>
        ))}
        <span role="columnheader">
          <span className="unseen">Actions</span>
        </span>
      </div>
      {inOrder(models).map((model) => (
        <Model
          key={model.name}
          model={model}
          machine={machine}
          answers={model.runtime === active.runtime && model.name === active.name}
          onChoose={() => onChoose(model)}
          onDelete={onDelete && (() => onDelete(model))}
        />
      ))}
    </div>
  )
}

interface ModelProps {
  readonly model: ModelInfo
  readonly machine: ModelsState['machine']
  readonly answers: boolean
  readonly onChoose: () => void
  readonly onDelete?: (() => void) | undefined
}

function Model({ model, machine, answers, onChoose, onDelete }: ModelProps) {
  const share = memoryShare(model, machine)
  const fit = fitWord(model.fits)
  return (
    <div className="mr" role="row">
      <span className="name" role="cell">
        <span className="cut" title={model.name}>
          {shortName(model.name)}
        </span>
        <span className="flex-none text-muted">{model.parameters}</span>
      </span>
      <span className="right" role="cell">
        {model.bytes === null ? '' : gigabytes(model.bytes)}
      </span>
      <span className="need" role="cell" data-tight={fit ? '' : undefined}>
        {share !== null && model.memory !== null && (
          <>
            <i className="meter" aria-hidden>
              <i style={{ width: `${share * 100}%` }} />
            </i>
            <span className="num">{gigabytes(model.memory)}</span>
          </>
        )}
        <span className="text-muted">{fit}</span>
      </span>
      {abilities.map(({ key, label }) => (
        <span key={key} className="can" role="cell">
          {model[key] && (
            <>
              <Icon of={Check} />
              <span className="unseen">{label}</span>
            </>
          )}
        </span>
      ))}
      <span className="end" role="cell">
        {answers && <span className="text-muted">answers</span>}
        {(model.chat || onDelete) && (
          <Menu
            align="end"
            trigger={
              <button type="button" aria-label={`More about ${shortName(model.name)}`} className={iconButtonClass}>
                <Icon of={Ellipsis} />
              </button>
            }
          >
            {model.chat && (
              <MenuItem onSelect={onChoose} disabled={answers}>
                Answer with it
              </MenuItem>
            )}
            {onDelete && <MenuItem onSelect={onDelete}>Delete…</MenuItem>}
          </Menu>
        )}
      </span>
    </div>
  )
}

/** Those that can answer first. */
function inOrder(models: readonly ModelInfo[]) {
  return models.toSorted((a, b) => Number(b.chat) - Number(a.chat))
}
