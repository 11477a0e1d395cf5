import type { Answer } from '#contract/chat.contract'
import { shortName } from '../app/model-choice.ts'
import { count, plural } from '../ui/words.ts'
import type { LiveTurn } from './answer.ts'

/** What answered and from what: `llama3.2 · 6 passages from 3 documents · 1,204 searched`. */
export function answerLine(answer: Answer) {
  if (answer.mode === 'nothing') return nothingLine(answer)
  const { passages, documents, searched } = answer.given
  const weak = answer.citations.filter((citation) => citation.support === 'weak').length
  return [
    answer.mode === 'quotes' ? 'Quotes only' : answer.model && shortName(answer.model),
    passages > 0 ? `${plural(passages, 'passage')} from ${plural(documents, 'document')}` : origin(answer),
    answer.given.whole ? `${plural(answer.given.whole, 'document')} given whole` : null,
    answer.given.tooLong ? `${plural(answer.given.tooLong, 'document')} too long to give whole, so searched` : null,
    answer.given.pictures ? `${plural(answer.given.pictures, 'picture')} seen` : null,
    answer.given.unseen ? `${plural(answer.given.unseen, 'picture')} not seen` : null,
    weak > 0 ? `${weak} of ${plural(answer.citations.length, 'source')} weak` : `${count(searched)} searched`,
    answer.local ? null : `left this machine${answer.sentTo ? `, to ${answer.sentTo}` : ''}`,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/** What is going on while an answer is on its way. */
export function liveLine(turn: LiveTurn, documents: number | null) {
  if (turn.phase === 'searching') return documents === null ? 'Searching' : `Searching ${plural(documents, 'document')}`
  const given = `${plural(turn.passages.length, 'passage')} from ${plural(documentsOf(turn), 'document')}`
  if (turn.mode !== 'model') return given
  const doing = turn.text.length > turn.kept.length ? 'is writing' : turn.thinking ? 'is thinking' : waitingWords(turn)
  const away = turn.local ? '' : ` · leaves this machine${turn.sentTo ? `, to ${turn.sentTo}` : ''}`
  return `${turn.model ? shortName(turn.model) : 'The model'} ${doing} · ${given}${away}`
}

/** What an answer without passages is from. */
function origin({ given, local }: Answer) {
  if (given.pictures) return null
  return given.searched === 0 && !local ? 'from an export' : 'from the answers above'
}

function waitingWords({ waitingFor }: LiveTurn) {
  if (waitingFor === 'turn') return 'answers others first'
  if (waitingFor === 'loading') return 'is being brought into memory'
  return 'is reading the passages'
}

function nothingLine({ model, given }: Answer) {
  if (given.unseen) return `Nothing found · ${plural(given.unseen, 'picture')} not seen`
  return model ? `Nothing found · ${shortName(model)} was not asked` : 'Nothing found'
}

function documentsOf(turn: LiveTurn) {
  return new Set(turn.passages.map((passage) => passage.documentId)).size
}
