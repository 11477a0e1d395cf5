import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { Attachment } from '#contract/attachments.contract'
import type { Answer, Conversation } from '#contract/chat.contract'
import { placeInWords } from '#contract/place-words'

/** A conversation as Markdown: questions as headings, answers with their sources below. */
export function conversationToMarkdown({ title, createdAt, turns }: Conversation): string {
  const parts = turns.map(({ question, attachments, answer }) =>
    [`## ${question.replace(/\n+/g, ' ')}`, alongOf(attachments), ...(answer ? [answer.text, sourcesOf(answer)] : [])]
      .filter(Boolean)
      .join('\n\n'),
  )
  return `# ${title}\n\n${dayOf(createdAt)}\n\n${parts.join('\n\n')}\n`
}

/** A conversation as a page that needs nothing else: no script, nothing loaded, every text as text. */
export function conversationToHtml(conversation: Conversation): string {
  const { title, createdAt, turns } = conversation
  const body = turns.map(({ question, attachments, answer }) => {
    const answered = answer
      ? `<div class="answer">${rendered(answer.text)}</div>${citedList(answer)}${answeredBy(answer)}`
      : ''
    const along = attachments.length > 0 ? `<p class="by">${escaped(alongOf(attachments))}</p>` : ''
    return `<section><h2 class="question">${escaped(question)}</h2>${along}${answered}</section>`
  })
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${styles}</style></head>
<body><h1>${escaped(title)}</h1><p class="when">${dayOf(createdAt)}</p>
${body.join('\n')}
</body></html>
`
}

const styles = `body{font:16px/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1.5rem;color:#222}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2.5rem}.question{white-space:pre-wrap}
pre{overflow:auto;background:#f4f3ef;padding:.8rem}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem}
.when,.by,ol{color:#555;font:13px/1.5 system-ui,sans-serif}section{break-inside:avoid-page}`

/** A name for the file: the title without what a file system does not take. */
export function exportName(title: string, ending: string): string {
  const name = title
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|(?<![. ])[. ]+$/g, '')
    .slice(0, 100)
  return `${name || 'Conversation'}.${ending}`
}

function alongOf(attachments: readonly Attachment[]): string {
  return attachments.length === 0 ? '' : `Given along: ${attachments.map(({ title }) => oneLine(title)).join(', ')}`
}

function sourcesOf(answer: Answer): string {
  return answer.citations.map(({ n, passage, quote }) => `[${n}] ${placed(passage)}: “${oneLine(quote)}”`).join('  \n')
}

function citedList(answer: Answer): string {
  if (answer.citations.length === 0) return ''
  const items = answer.citations.map(
    ({ n, passage, quote }) => `<li value="${n}">${escaped(placed(passage))}: “${escaped(oneLine(quote))}”</li>`,
  )
  return `<ol>${items.join('')}</ol>`
}

function answeredBy({ model }: Answer): string {
  return model === null ? '' : `<p class="by">${escaped(model)}</p>`
}

function placed(passage: Answer['citations'][number]['passage']): string {
  const place = passage.page === null ? placeInWords(passage) : `page ${passage.page}`
  return place ? `${passage.title}, ${place}` : passage.title
}

/** Raw HTML and dangerous addresses become text; images stay out, so that the page asks nobody for anything. */
function rendered(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }).replace(/<img\b[^>]*>/gi, '')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
