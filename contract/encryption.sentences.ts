import { type EncryptionReason, shortestPassphrase } from './encryption.contract.ts'

/** What a person is told when something about the encryption is not done: what happened, what is safe, what to do next. */
export function sentenceForEncryption(reason: EncryptionReason, wait = 0): string {
  return reason === 'too-many-tries'
    ? `That was wrong several times. Your library is safe and stays closed. Try again in ${Math.ceil(wait)} seconds.`
    : sentences[reason]
}

const sentences: Readonly<Record<Exclude<EncryptionReason, 'too-many-tries'>, string>> = {
  'passphrase-wrong':
    'This is neither the passphrase nor the recovery key of this library. Nothing was changed. Check capital letters and the keyboard, or use the recovery key.',
  'passphrase-too-short': `A passphrase needs at least ${shortestPassphrase} characters; several words that do not belong together are best. Nothing was changed.`,
  'already-on': 'The library is encrypted already. Nothing was changed.',
  'already-off': 'The library is not encrypted. Nothing was changed.',
  'nothing-left':
    'Without a passphrase and without the keychain only the recovery key would open the library. Nothing was changed. Choose at least one of the two.',
  'no-keychain':
    'This system has no keychain that could hold the key. Nothing was changed. Choose a passphrase instead.',
  'not-prepared':
    'The recovery key was not shown yet, or Alcove was started anew since. Nothing was changed. Begin again.',
  'confirmation-wrong':
    'These are not the last four characters of the recovery key. Nothing was changed. Look at what you wrote down.',
  'no-room':
    'Encrypting needs as much free space as the library takes, for a short time. Nothing was changed. Free some space and try again.',
  busy: 'A backup or another change is being made. Nothing was changed. Try again when it is done.',
  'cannot-reopen':
    'The process that has the library open is a command that ends by itself. Nothing was changed. Try again when it is done.',
  'broke-off':
    'The library could not be converted and is as it was; nothing is lost. The newest file in logs/ says more. Check the disk and try again.',
}
