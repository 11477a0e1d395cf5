import { onMessagePortClose, onMessagePortMessage } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import type { IpcMain } from 'electron'
import { createCallAnswerer } from '../app/answer-calls.ts'
import { isOwnPage } from './page-address.ts'

export interface PortSettings {
  readonly router: AnyRouter
  readonly report: (error: unknown) => void
}

/** Answers the contract on every port that Alcove's own page hands over; others are closed unheard. */
export function answerPorts(ipc: Pick<IpcMain, 'on'>, { router, report }: PortSettings): void {
  const calls = createCallAnswerer(router, report)
  ipc.on('alcove:port', ({ senderFrame, ports }) => {
    const [port] = ports
    if (!port) return
    // Only the top frame of a window that shows the page; a frame that is gone is null.
    const trusted = senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)
    if (!trusted) {
      port.close()
      return
    }
    const line = calls.open({ send: (message) => port.postMessage(message), close: () => port.close() })
    onMessagePortMessage(port, (message) => line.take(message))
    onMessagePortClose(port, () => line.end())
    port.start()
  })
}
