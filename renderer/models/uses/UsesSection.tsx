import { ArrowUp, Plus, X } from 'lucide-react'
import type { ModelsState } from '#contract/models.contract'
import type { Settings, SettingsChange } from '#contract/settings.contract'
import { choiceToValue, valueToChoice } from '../../app/model-choice.ts'
import { useSettings } from '../../app/useSettings.ts'
import { buttonClass, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { Row, Rows } from '../../ui/Rows.tsx'
import { Select } from '../../ui/Select.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { choiceName, choicePlace, higher, optionsFor, standInOptions, without } from './uses.ts'

const mostStandIns = 10
const uses = [
  { key: 'quickModel', name: 'Quick ask', note: 'Answers in the small window; a smaller model is there sooner.' },
  {
    key: 'backgroundModel',
    name: 'Background work',
    note: 'Sums up long conversations, names them, and asks prompts that are due. Nobody waits for it.',
  },
] as const

/** Which model is for what beside conversations, in rows. */
export function UseRows({ models }: { readonly models: ModelsState }) {
  const { settings, change, problem } = useSettings()
  return (
    <>
      {uses.map(({ key, name, note }) => (
        <UseRow
          key={key}
          use={key}
          name={name}
          note={note}
          models={models}
          settings={settings}
          problem={problem}
          onChange={change}
        />
      ))}
      <Row
        name="Titles by the model"
        note="A few words for each new conversation, written after its first answer. Off: the beginning of your question."
        problem={problem}
      >
        <Switch
          label="Titles by the model"
          on={settings.modelTitles}
          onChange={(modelTitles) => change({ modelTitles })}
        />
      </Row>
    </>
  )
}

interface UseRowProps {
  readonly use: (typeof uses)[number]['key']
  readonly name: string
  readonly note: string
  readonly models: ModelsState
  readonly settings: Settings
  readonly problem: string | null
  readonly onChange: (change: SettingsChange) => void
}

function UseRow({ use, name, note, models, settings, problem, onChange }: UseRowProps) {
  const choice = settings[use]
  const place = choice && choicePlace(choice, models.servers)
  return (
    <Row name={name} note={place ? `${note} It ${place}.` : note} problem={problem}>
      <Select
        label={name}
        align="end"
        value={choiceToValue(choice)}
        shown={choice ? choiceName(choice, models.servers) : 'As in conversations'}
        options={optionsFor(models)}
        onChange={(value) => onChange({ [use]: valueToChoice(value) })}
      />
    </Row>
  )
}

/** What goes on, in this order, when the model that was wanted is not ready. */
export function StandInsSection({ models }: { readonly models: ModelsState }) {
  const { settings, change, problem } = useSettings()
  const chosen = settings.fallbackModels
  const others = chosen.length < mostStandIns ? standInOptions(models, chosen) : []
  const keep = (fallbackModels: Settings['fallbackModels']) => change({ fallbackModels })
  return (
    <section aria-label="When a model is not ready">
      <h2>
        <span className="em">When a model is not ready</span>
        <span className="grow" />
        {others.length > 0 && (
          <Menu
            align="end"
            label="Models to go on with"
            trigger={
              <button type="button" className={buttonClass('quiet')}>
                <Icon of={Plus} /> Add one to go on with
              </button>
            }
          >
            {others.map(({ value, label, note }) => (
              <MenuItem
                key={value}
                onSelect={() => {
                  const choice = valueToChoice(value)
                  if (choice) keep([...chosen, choice])
                }}
              >
                {label}
                {note && <span className="pl-3 text-muted">{note}</span>}
              </MenuItem>
            ))}
          </Menu>
        )}
      </h2>
      <p className="advice">
        The first of these that is ready answers instead, and the answer says so. Nothing goes to a server you have not
        allowed. A model you name for one question is never exchanged; you are asked.
      </p>
      {problem && (
        <p className="mb-2 text-danger" role="alert">
          {problem}
        </p>
      )}
      <Rows>
        {chosen.map((choice, index) => {
          const name = choiceName(choice, models.servers)
          return (
            <Row key={choiceToValue(choice)} name={`${index + 1}. ${name}`} note={choicePlace(choice, models.servers)}>
              {index > 0 && (
                <IconButton
                  icon={ArrowUp}
                  label={`${name}: one place up`}
                  onClick={() => keep(higher(chosen, index))}
                />
              )}
              <IconButton icon={X} label={`${name}: take it off`} onClick={() => keep(without(chosen, choice))} />
            </Row>
          )
        })}
        {chosen.length === 0 && (
          <Row name="Nothing goes on" note="A question whose model is not ready says so, and quotes are offered." />
        )}
      </Rows>
    </section>
  )
}
