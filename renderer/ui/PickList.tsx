import { Autocomplete } from '@base-ui/react/autocomplete'
import { Check, Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import { Icon } from './Icon.tsx'
import './pick-list.css'
import { inputClass } from './Field.tsx'

export interface PickOption {
  readonly value: string
  readonly label: string
  readonly note?: string
  /** `some` when it holds for a part of what is selected only. */
  readonly mark?: 'all' | 'some'
}

export interface PickListProps {
  /** What is typed into the box. */
  readonly label: string
  readonly placeholder?: string
  readonly options: readonly PickOption[]
  readonly onPick: (value: string) => void
  /** Makes a new one of what was typed; absent where only existing ones can be picked. */
  readonly onMake?: (name: string) => void
  readonly makeWords?: (name: string) => string
  /** Told of every letter, where the options are looked for elsewhere. */
  readonly onType?: (typed: string) => void
  /** Why a name cannot be made; null when it can, empty when that need not be said. */
  readonly nameProblem?: (name: string) => string | null
  /** Stands in the list when there is nothing to pick yet. */
  readonly empty: string
}

interface Item extends PickOption {
  readonly make?: true
}

/** Finds one of a list by typing, or makes a new one; arrow keys move, Enter picks. */
export function PickList({
  label,
  placeholder,
  options,
  onPick,
  onMake,
  makeWords = (name) => `Make “${name}”`,
  nameProblem = () => null,
  onType,
  empty,
}: PickListProps) {
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const found = options.filter((option) => has(option.label, name))
  const known = options.some((option) => isSame(option.label, name))
  const problem = name === '' || !onMake ? null : nameProblem(name)
  const items: Item[] =
    onMake && name !== '' && !known && problem === null
      ? [...found, { value: name, label: makeWords(name), make: true }]
      : found

  function choose(item: Item) {
    setTyped('')
    if (item.make) onMake?.(item.value)
    else onPick(item.value)
  }

  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={items}
      value={typed}
      onValueChange={(value, { reason }) => {
        if (reason === 'item-press') return
        setTyped(value)
        onType?.(value)
      }}
      itemToStringValue={(item: Item) => item.label}
    >
      <Autocomplete.Input
        className={inputClass}
        aria-label={label}
        placeholder={placeholder ?? label}
        dir="auto"
        // It is what the dialog around it is opened for.
        autoFocus
      />
      {problem && (
        <p className="mt-1 text-danger" role="alert">
          {problem}
        </p>
      )}
      <Autocomplete.Empty>
        <p className="pick-none">{options.length === 0 && name === '' ? empty : 'Nothing has this name.'}</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="pick-list" aria-label={label}>
        {(item: Item) => (
          <Autocomplete.Item key={`${item.make}${item.value}`} value={item} onClick={() => choose(item)}>
            <span className="pick-mark">
              {item.make && <Icon of={Plus} />}
              {item.mark && <Icon of={item.mark === 'all' ? Check : Minus} />}
            </span>
            <span className="cut" dir="auto">
              {item.label}
            </span>
            {item.mark && <span className="unseen">{item.mark === 'all' ? ', on all' : ', on some'}</span>}
            {item.note && <span className="num text-muted">{item.note}</span>}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function has(label: string, part: string) {
  return label.toLocaleLowerCase().includes(part.toLocaleLowerCase())
}

function isSame(a: string, b: string) {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase()
}
