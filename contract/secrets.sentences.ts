import type { NothingSealed, SecretsUnreadable, WrongPassphrase } from './secrets.contract.ts'

/** What a person is told when keys could not be sealed or opened: what happened, what is safe, what to do next. */
export function sentenceForSecrets({
  code,
}: Pick<WrongPassphrase | SecretsUnreadable | NothingSealed, 'code'>): string {
  switch (code) {
    case 'WRONG_PASSPHRASE':
      return 'This passphrase does not open the keys. Nothing was changed. Look at capital letters and the layout of the keyboard, then try again.'
    case 'SECRETS_UNREADABLE':
      return 'The file of the keys is damaged, or of a newer version, and was left as it is. Your library is safe. Put it back from a copy of the data folder, or forget the keys and give them again.'
    case 'NOTHING_SEALED':
      return 'No key or password is sealed here, so there is nothing to open.'
  }
}
