import type { KeptIn } from './providers.contract.ts'

/** What a person is told after a key was given or taken away. */
export function sentenceForKey(kept: KeptIn): string {
  switch (kept) {
    case 'keychain':
      return 'The key is kept in the keychain of your system.'
    case 'file':
      return 'The key is kept, sealed with your passphrase.'
    case 'until-quit':
      return 'The key is kept until Alcove is closed. There is no keychain here; a passphrase in Settings, Privacy, keeps it longer.'
    case 'forgotten':
      return 'The key was forgotten.'
  }
}
