import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain } from 'electron'
import { isOwnPage } from './page-address.ts'

/** Answers the contract on every port that Alcove's own page hands over; others are closed unheard. */
export function answerPorts(ipc: Pick<IpcMain, 'on'>, router: AnyRouter): void {
  const handler = new RPCHandler(router)
  ipc.on('alcove:port', ({ senderFrame, ports }) => {
    const [port] = ports
    if (!port) return
    // Only the top frame of a window that shows the page; a frame that is gone is null.
    const trusted = senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)
    if (!trusted) {
      port.close()
      return
    }
    handler.upgrade(port, { context: {} })
    port.start()
  })
}
