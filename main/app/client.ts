import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract/index'

/** Everything that can be asked of Alcove, of this process or of the one that holds the data folder. */
export type Client = ContractRouterClient<Contract>
