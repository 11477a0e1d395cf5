// Two words of memory that an embedding thread and the thread that started it both see.
export type ThreadFlags = Int32Array<SharedArrayBuffer>

/** 1 while native code of the model runs. */
export const busyFlag = 0

/** 1 once the process ends: no run may begin. */
export const stopFlag = 1

/** Flags for one thread, all clear. */
export function createThreadFlags(): ThreadFlags {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
}

/** Keeps a process that exits from doing so while a model runs, which would end it by an abort. Undo when the threads are gone. */
export function stopThreadsAtExit(threads: readonly ThreadFlags[]): () => void {
  const stop = () => {
    for (const flags of threads) Atomics.store(flags, stopFlag, 1)
    // A run takes some hundredths of a second; the bound is for a machine in distress.
    for (const flags of threads) Atomics.wait(flags, busyFlag, 1, 1000)
  }
  process.on('exit', stop)
  return () => process.off('exit', stop)
}
