import { sentenceForStart } from '#contract/system.sentences'
import { openLibrary } from '../app/open-library.ts'
import type { Context } from './context.ts'

/** `alcove doctor`: checks every part; a library that cannot be opened is a finding, not an accident. */
export async function doctor(context: Context): Promise<number> {
  const { json, data, from, signal, printJson, print } = context
  const opened = await openLibrary({ data, from })
  const report = opened.ok ? await look() : { ok: false, checks: [broken()] }
  if (json) {
    printJson(report)
    return 0
  }
  for (const check of report.checks) {
    print(`${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`)
    if (check.remedy) print(`  → ${check.remedy}`)
  }
  print(report.ok ? 'All is well.' : 'Something needs a hand; see the arrows above.')
  return 0

  async function look() {
    if (!opened.ok) throw new Error('The library is not open')
    try {
      return await opened.value.client.system.doctor(undefined, { signal })
    } finally {
      await opened.value.close()
    }
  }

  function broken() {
    if (opened.ok) throw new Error('The library is open')
    const { failure } = opened
    return { name: 'library', ok: false, detail: failure.message, remedy: sentenceForStart(failure) }
  }
}
