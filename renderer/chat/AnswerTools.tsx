import { Copy, Ellipsis, RefreshCw } from 'lucide-react'
import type { Turn } from '#contract/chat.contract'
import { useActions } from '../app/actions.ts'
import { IconButton, iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem, MenuLine, MenuNote } from '../ui/Menu.tsx'
import { say } from '../ui/Toasts.tsx'
import { useReadAloud } from './aloud/useReadAloud.ts'
import { FeedbackTools } from './answers/FeedbackTools.tsx'
import { contextWords } from './context-words.ts'
import { turnToText } from './copy-text.ts'
import type { Branches } from './TurnView.tsx'
import { Versions } from './tree/Versions.tsx'

export interface AnswerToolsProps {
  readonly turn: Turn
  /** True for the last answer: the keys are about it. */
  readonly current: boolean
  readonly onAskAgain: (turn: Turn) => void
  readonly branches: Branches | null
}

export function AnswerTools({ turn, current, onAskAgain, branches }: AnswerToolsProps) {
  const { answer } = turn
  const readAloud = useReadAloud()
  return (
    <span className="tools">
      {branches && answer && <Versions of="answer" ids={turn.answers} current={answer.id} onShow={branches.show} />}
      {current && <AnswerKeys turn={turn} onAskAgain={onAskAgain} />}
      {answer && answer.state === 'done' && answer.mode !== 'nothing' && <FeedbackTools answer={answer} />}
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
          onClick={() => onAskAgain(turn)}
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
        <MenuItem onSelect={() => readAloud(turn)}>Read aloud</MenuItem>
        {answer?.context && (
          <>
            <MenuLine />
            <MenuNote>{contextWords(answer.context)}</MenuNote>
          </>
        )}
        <MenuLine />
        <MenuItem onSelect={() => onAskAgain(turn)}>Ask again</MenuItem>
        {branches && answer && (
          <>
            <MenuItem onSelect={() => branches.compare(turn.questionId)}>Answers side by side</MenuItem>
            <MenuItem onSelect={() => branches.fork(answer.id)}>New conversation from here</MenuItem>
            <MenuItem onSelect={branches.map}>Map of the conversation</MenuItem>
          </>
        )}
      </Menu>
    </span>
  )
}

function AnswerKeys({ turn, onAskAgain }: Pick<AnswerToolsProps, 'turn' | 'onAskAgain'>) {
  const readAloud = useReadAloud()
  useActions([
    { id: 'read-aloud', group: 'Ask', label: 'Read the answer aloud', keys: 'l', run: () => readAloud(turn) },
    { id: 'copy-answer', group: 'Ask', label: 'Copy with sources', keys: 'c', run: () => copy(turnToText(turn)) },
    { id: 'ask-again', group: 'Ask', label: 'Ask again', keys: 'r', run: () => onAskAgain(turn) },
  ])
  return null
}

function copy(text: string) {
  navigator.clipboard.writeText(text).then(
    () => say('Copied'),
    () => say('The clipboard could not be reached', 'Nothing was copied.'),
  )
}
