import { ListTree } from 'lucide-react'
import type { SymbolKind } from '#contract/passage'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuItem, MenuNote } from '../ui/Menu.tsx'
import { count } from '../ui/words.ts'

export interface DefinitionsProps {
  readonly symbols: readonly { readonly name: string; readonly kind: SymbolKind; readonly startLine: number }[]
  readonly onChoose: (line: number) => void
}

/** Longer lists are made by machines and read by nobody. */
const mostShown = 400

/** A menu of what a source file defines; choosing one goes to its line. */
export function Definitions({ symbols, onChoose }: DefinitionsProps) {
  const named = symbols.filter(({ kind }) => kind !== 'property')
  const shown = named.slice(0, mostShown)
  if (shown.length === 0) return null
  return (
    <div className="definitions">
      <Menu label="Definitions" align="end" trigger={<Button icon={ListTree}>Definitions</Button>}>
        {shown.map(({ name, kind, startLine }) => (
          <MenuItem key={`${startLine}:${kind}:${name}`} onSelect={() => onChoose(startLine)}>
            <span className="flex gap-2" title={`${kind} ${name}`}>
              <span className="cut min-w-0 grow">{name}</span>
              <span className="num flex-none text-muted">{startLine}</span>
            </span>
          </MenuItem>
        ))}
        {named.length > shown.length && <MenuNote>and {count(named.length - shown.length)} more</MenuNote>}
      </Menu>
    </div>
  )
}
