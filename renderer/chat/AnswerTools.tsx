import { Copy, Ellipsis, RefreshCw } from 'lucide-react'
import type { Turn } from '#contract/chat.contract'
import { useActions } from '../app/actions.ts'
import { IconButton, iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { say } from '../ui/Toasts.tsx'
import { turnToText } from './copy-text.ts'

export interface AnswerToolsProps {
  readonly turn: Turn
  /** True for the last answer: the keys are about it. */
  readonly current: boolean
  readonly onAskAgain: (question: string) => void
}

export function AnswerTools({ turn, current, onAskAgain }: AnswerToolsProps) {
  return (
    <span className="tools">
      {current && <AnswerKeys turn={turn} onAskAgain={onAskAgain} />}
      <IconButton
        icon={Copy}
        label="Copy with sources"
        keys={current ? 'c' : undefined}
        onClick={() => copy(turnToText(turn))}
      />
      {turn.answer?.mode !== 'quotes' && (
        <IconButton
          icon={RefreshCw}
          label="Ask again"
          keys={current ? 'r' : undefined}
          onClick={() => onAskAgain(turn.question)}
        />
      )}
      <Menu
        align="end"
        trigger={
          <button type="button" aria-label="More" className={iconButtonClass}>
            <Icon of={Ellipsis} />
          </button>
        }
      >
        <MenuItem onSelect={() => copy(turn.answer?.text.replace(/\s?\[\d[\d, ]*\]/g, '') ?? '')}>
          Copy the answer alone
        </MenuItem>
        <MenuItem onSelect={() => copy(turn.question)}>Copy the question</MenuItem>
        <MenuItem onSelect={() => onAskAgain(turn.question)}>Ask again</MenuItem>
      </Menu>
    </span>
  )
}

function AnswerKeys({ turn, onAskAgain }: Omit<AnswerToolsProps, 'current'>) {
  useActions([
    { id: 'copy-answer', group: 'Ask', label: 'Copy with sources', keys: 'c', run: () => copy(turnToText(turn)) },
    { id: 'ask-again', group: 'Ask', label: 'Ask again', keys: 'r', run: () => onAskAgain(turn.question) },
  ])
  return null
}

function copy(text: string) {
  navigator.clipboard.writeText(text).then(
    () => say('Copied'),
    () => say('The clipboard could not be reached', 'Nothing was copied.'),
  )
}
