import { type Mended, RemedyName, remedyLabels } from '#contract/health'
import type { Check } from '#contract/system.contract'
import { sentenceForStart } from '#contract/system.sentences'
import type { Client } from '../app/client.ts'
import { openLibrary } from '../app/open-library.ts'
import { type Context, WrongUse } from './context.ts'

const words = { good: 'good', look: 'look at this', broken: 'broken' } as const
const signs = { good: '✓', look: '!', broken: '✗' } as const

/**
 * `alcove doctor`: checks every part, and does one of its remedies where that is asked for; a library that cannot be opened
 * is a finding, not an accident. Exit code 1 when something is broken or a remedy did not help.
 */
export async function doctor(context: Context, { fix }: Readonly<Record<string, unknown>>): Promise<number> {
  const { json, data, from, signal, printJson, print, say } = context
  const remedy = fix === undefined ? null : remedyOf(fix)
  const opened = await openLibrary({ data, from })
  if (!opened.ok) {
    const { failure } = opened
    return tell({ ok: false, checks: [notOpened(failure.message, sentenceForStart(failure))] }, null)
  }
  const library = opened.value
  try {
    const mended = remedy && (await mend(library.client, remedy))
    return tell(await library.client.system.doctor(undefined, { signal }), mended)
  } finally {
    await library.close()
  }

  async function mend(client: Client, name: RemedyName): Promise<Mended> {
    if (!json) say(`${remedyLabels[name]}…`)
    return client.system.mend({ remedy: name }, { signal })
  }

  function tell(report: { readonly ok: boolean; readonly checks: readonly Check[] }, mended: Mended | null): number {
    const isBroken = report.checks.some(({ state }) => state === 'broken')
    const code = isBroken || mended?.done === false ? 1 : 0
    if (json) {
      printJson(mended ? { ...report, mended } : report)
      return code
    }
    if (mended) print(mended.said)
    for (const check of report.checks) print(linesOf(check).join('\n'))
    print(report.ok ? 'All is well.' : 'Something needs a hand; see the arrows above.')
    return code
  }
}

function linesOf({ name, state, since, detail, remedy, actions }: Check): string[] {
  const now = `${signs[state]} ${name}: ${detail}`
  if (state === 'good') return [now]
  const day = new Date(since).toISOString().slice(0, 16).replace('T', ' ')
  const fixes = actions.flatMap((action) =>
    action.kind === 'mend' ? [`  → alcove doctor --fix ${action.remedy}  (${remedyLabels[action.remedy]})`] : [],
  )
  return [`${now} (${words[state]}, since ${day})`, ...(remedy ? [`  → ${remedy}`] : []), ...fixes]
}

function remedyOf(fix: unknown): RemedyName {
  const known = RemedyName.safeParse(fix)
  if (!known.success)
    throw new WrongUse(`There is no remedy ${String(fix)}. Known are ${RemedyName.options.join(', ')}.`)
  return known.data
}

function notOpened(detail: string, remedy: string): Check {
  const meaning = 'Everything is in it.'
  return { name: 'library', ok: false, state: 'broken', since: Date.now(), detail, meaning, remedy, actions: [] }
}
