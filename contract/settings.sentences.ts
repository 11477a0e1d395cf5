/** What a person is told after a key was given or taken away. */
export function sentenceForKey(kept: 'keychain' | 'until-quit' | 'forgotten'): string {
  switch (kept) {
    case 'keychain':
      return 'The key is kept in the keychain of your system.'
    case 'until-quit':
      return 'The key is kept until Alcove is closed: there is no keychain here. Set ALCOVE_OPENAI_API_KEY to have it every time.'
    case 'forgotten':
      return 'The key was forgotten.'
  }
}
