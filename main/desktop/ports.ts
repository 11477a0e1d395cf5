import { onMessagePortClose, onMessagePortMessage } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import type { IpcMain } from 'electron'
import { type CallAnswerer, createCallAnswerer } from '../app/answer-calls.ts'
import { isOwnPage } from './page-address.ts'

export interface PortSettings {
  readonly router: AnyRouter
  readonly report: (error: unknown) => void
}

export interface PortsAnswered {
  /** From now on ports are answered with this. */
  answer(settings: PortSettings): void
  /** Closes every port; pages ask for a new one, which is answered once there is something to answer with. */
  cut(): void
}

/** Answers the contract on every port that Alcove's own page hands over; others are closed unheard. */
export function answerPorts(ipc: Pick<IpcMain, 'on'>): PortsAnswered {
  let calls: CallAnswerer | null = null
  const cuts = new Set<() => void>()
  ipc.on('alcove:port', ({ senderFrame, ports }) => {
    const [port] = ports
    if (!port) return
    // Only the top frame of a window that shows the page; a frame that is gone is null.
    const trusted = senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)
    if (!trusted || !calls) {
      port.close()
      return
    }
    const line = calls.open({ send: (message) => port.postMessage(message), close: () => port.close() })
    onMessagePortMessage(port, (message) => line.take(message))
    const cut = () => {
      line.end()
      port.close()
    }
    cuts.add(cut)
    onMessagePortClose(port, () => {
      cuts.delete(cut)
      line.end()
    })
    port.start()
  })
  return { answer, cut }

  function answer({ router, report }: PortSettings) {
    cut()
    calls = createCallAnswerer(router, report)
  }

  function cut() {
    calls = null
    for (const one of cuts) one()
    cuts.clear()
  }
}
