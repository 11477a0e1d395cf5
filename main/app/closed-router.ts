import { type AnyContractRouter, isContractProcedure } from '@orpc/contract'
import { type AnyRouter, implement, ORPCError } from '@orpc/server'

/** A router that knows every procedure of a contract and answers those of the given features alone; the rest is refused by name. */
export function closedRouter(
  contract: Readonly<Record<string, AnyContractRouter>>,
  answered: Readonly<Record<string, AnyRouter>>,
): AnyRouter {
  return Object.fromEntries(Object.entries(contract).map(([name, part]) => [name, answered[name] ?? refusing(part)]))
}

function refusing(part: AnyContractRouter): AnyRouter {
  if (!isContractProcedure(part)) {
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, refusing(inner)]))
  }
  return implement(part).handler(() => {
    throw new ORPCError('LIBRARY_LOCKED', { status: 423, message: sentenceWhenClosed })
  })
}

const sentenceWhenClosed =
  'The library is encrypted and closed. Nothing was changed. Open it in Alcove, or set ALCOVE_PASSPHRASE.'
