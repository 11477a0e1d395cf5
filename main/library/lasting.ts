import { WorkerDied } from '../app/worker-connection.ts'

const removalTries = 3

/** The same call, made again when the library process dies: the next one does it, and to remove twice changes nothing. */
export function lasting<Input, Output>(call: (input: Input) => Promise<Output>) {
  return async (input: Input): Promise<Output> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call(input)
      } catch (error) {
        if (!(error instanceof WorkerDied) || attempt >= removalTries) throw error
      }
    }
  }
}
