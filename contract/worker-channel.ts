/** What goes between main and a worker beside the calls of its contract, on the same channel. */
export interface OutwardTold {
  readonly alcove: 'outward'
  readonly request: unknown
}
export interface OfflineTold {
  readonly alcove: 'offline'
  readonly on: boolean
}

/** Whether a message is of a worker that tells of a request to another machine. */
export function isOutwardTold(message: unknown): message is OutwardTold {
  return kindOf(message) === 'outward'
}

/** Whether a message is of main that holds requests back, or lets them go again. */
export function isOfflineTold(message: unknown): message is OfflineTold {
  return kindOf(message) === 'offline'
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'alcove' in message ? message.alcove : undefined
}
