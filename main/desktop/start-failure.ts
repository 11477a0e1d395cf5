import type { Dialog } from 'electron'
import type { StartFailure } from '#contract/system.failures'
import { sentenceForStart } from '#contract/system.sentences'

/** Says why Alcove cannot start; true when the person wants to try again. */
export async function tellStartFailure(
  dialog: Pick<Dialog, 'showMessageBox'>,
  failure: StartFailure,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Alcove',
    message: 'Alcove could not open your library.',
    detail: sentenceForStart(failure),
    buttons: ['Try Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** Says that another Alcove process has the library; what the person wants to do about it. */
export async function tellHeldElsewhere(
  dialog: Pick<Dialog, 'showMessageBox'>,
  pid: number,
): Promise<'open-in-browser' | 'try-again' | 'quit'> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: 'Alcove',
    message: 'Your library is open in another Alcove process.',
    detail: `Process ${pid} works on it, for instance a command in a terminal. Your library is safe. Use its page in the browser, or try again when it has ended.`,
    buttons: ['Open in Browser', 'Try Again', 'Quit'],
    defaultId: 0,
    cancelId: 2,
  })
  return (['open-in-browser', 'try-again', 'quit'] as const)[response] ?? 'quit'
}
