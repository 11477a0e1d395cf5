import { activityContract } from './activity.contract.ts'
import { backupContract } from './backup.contract.ts'
import { chatContract } from './chat.contract.ts'
import { dictationContract } from './dictation.contract.ts'
import { encryptionContract } from './encryption.contract.ts'
import { libraryContract } from './library.contract.ts'
import { modelsContract } from './models.contract.ts'
import { networkContract } from './network.contract.ts'
import { operationContract } from './operation.contract.ts'
import { searchContract } from './search.contract.ts'
import { secretsContract } from './secrets.contract.ts'
import { settingsContract } from './settings.contract.ts'
import { systemContract } from './system.contract.ts'
import { updatesContract } from './updates.contract.ts'
import { yourDataContract } from './your-data.contract.ts'

/** Everything a page, the command line or another program may ask of Alcove. */
export const contract = {
  activity: activityContract,
  backup: backupContract,
  chat: chatContract,
  dictation: dictationContract,
  encryption: encryptionContract,
  library: libraryContract,
  models: modelsContract,
  network: networkContract,
  operation: operationContract,
  search: searchContract,
  secrets: secretsContract,
  settings: settingsContract,
  system: systemContract,
  updates: updatesContract,
  yourData: yourDataContract,
}
export type Contract = typeof contract
