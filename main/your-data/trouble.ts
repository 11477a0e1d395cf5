import { fail, ok, type Result } from '#contract/result'
import type { YourDataFailed, YourDataProblem, YourDataReason } from '#contract/your-data-problem'

/** Thrown on the way of an export, an import or a deletion for a reason that a person can do something about. */
export class YourDataTrouble extends Error {
  readonly problem: YourDataProblem

  constructor(problem: YourDataProblem, options?: ErrorOptions) {
    super(`${problem.reason}: ${problem.where} ${problem.detail}`, options)
    this.problem = problem
  }
}

/** Trouble in one line. */
export function trouble(reason: YourDataReason, where: string, detail = ''): YourDataTrouble {
  return new YourDataTrouble({ reason, where, detail })
}

/** What a person is told of an error, also of one that nobody expected. */
export function problemBehind(error: unknown): YourDataProblem {
  if (error instanceof YourDataTrouble) return error.problem
  return { reason: 'broke-off', where: '', detail: error instanceof Error ? error.message : String(error) }
}

/** Runs the body; what is thrown as trouble comes back as a failure of the contract. */
export async function namingTrouble<T>(body: () => Promise<T>): Promise<Result<T, YourDataFailed>> {
  try {
    return ok(await body())
  } catch (error) {
    if (!(error instanceof YourDataTrouble)) throw error
    return fail({ code: 'YOUR_DATA_FAILED', message: error.message, problem: error.problem })
  }
}
