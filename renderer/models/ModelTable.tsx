import { Check, Ellipsis } from 'lucide-react'
import type { ModelMemory } from '#contract/model-memory.contract'
import type { ModelInfo, ModelsState } from '#contract/models.contract'
import { shortName } from '../app/model-choice.ts'
import { iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { useLoad } from './memory/loads.ts'
import { inMemory } from './memory/memory-words.ts'
import { fitWord, gigabytes, memoryShare } from './model-row.ts'

export interface ModelTableProps {
  readonly label: string
  readonly models: readonly ModelInfo[]
  readonly machine: ModelsState['machine']
  readonly active: ModelsState['active']
  readonly memory: ModelMemory
  readonly onDetails: (model: ModelInfo) => void
  readonly onChoose: (model: ModelInfo) => void
  readonly onDelete: (model: ModelInfo) => void
}

const abilities = [
  { key: 'chat', label: 'Chat' },
  { key: 'thinking', label: 'Thinking' },
  { key: 'tools', label: 'Tools' },
  { key: 'embedding', label: 'Embedding' },
] as const

/** The models of a server: what each needs of this machine, and what it can do. */
export function ModelTable({ label, models, machine, active, memory, onDetails, onChoose, onDelete }: ModelTableProps) {
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
          taken={inMemory(model.name, memory)?.bytes ?? null}
          isInMemory={inMemory(model.name, memory) !== undefined}
          onDetails={() => onDetails(model)}
          onChoose={() => onChoose(model)}
          onDelete={() => onDelete(model)}
        />
      ))}
    </div>
  )
}

interface ModelProps {
  readonly model: ModelInfo
  readonly machine: ModelsState['machine']
  readonly answers: boolean
  readonly isInMemory: boolean
  /** What it takes there, bytes; null where that is not known. */
  readonly taken: number | null
  readonly onDetails: () => void
  readonly onChoose: () => void
  readonly onDelete: () => void
}

function Model({ model, machine, answers, isInMemory, taken, onDetails, onChoose, onDelete }: ModelProps) {
  const { doing } = useLoad(model.name)
  const memory = taken ?? model.memory
  const share = memoryShare({ memory }, machine)
  const fit = isInMemory ? '' : fitWord(model.fits)
  const state = doing ? `${doing}…` : isInMemory ? 'in memory' : fit
  return (
    <div className="mr" role="row">
      <span className="name" role="cell">
        <button type="button" className="cut opens" title={model.name} aria-haspopup="dialog" onClick={onDetails}>
          {shortName(model.name)}
        </button>
        <span className="flex-none text-muted">{model.parameters}</span>
      </span>
      <span className="right" role="cell">
        {model.bytes === null ? '' : gigabytes(model.bytes)}
      </span>
      <span className="need" role="cell" data-tight={fit ? '' : undefined}>
        {share !== null && memory !== null && (
          <>
            <i className="meter" aria-hidden>
              <i style={{ width: `${share * 100}%` }} />
            </i>
            <span className="num">{gigabytes(memory)}</span>
          </>
        )}
        <span className="text-muted">{state}</span>
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
        <Menu
          align="end"
          trigger={
            <button type="button" aria-label={`More about ${shortName(model.name)}`} className={iconButtonClass}>
              <Icon of={Ellipsis} />
            </button>
          }
        >
          <MenuItem onSelect={onDetails}>Details</MenuItem>
          {model.chat && (
            <MenuItem onSelect={onChoose} disabled={answers}>
              Answer with it
            </MenuItem>
          )}
          <MenuItem onSelect={onDelete}>Delete…</MenuItem>
        </Menu>
      </span>
    </div>
  )
}

/** Those that can answer first. */
function inOrder(models: readonly ModelInfo[]) {
  return models.toSorted((a, b) => Number(b.chat) - Number(a.chat))
}
