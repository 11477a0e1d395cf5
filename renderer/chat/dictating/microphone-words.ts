/** What a person is told when the microphone did not open, by the name of what `getUserMedia` rejects with. */
export function sentenceForMicrophone(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return 'Alcove may not use the microphone, so nothing was recorded. Allow it for Alcove in the browser, beside the address, or in the privacy settings of your system, then dictate again.'
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return 'There is no microphone, so nothing was recorded. Plug one in, or turn it on in the sound settings of your system, then dictate again.'
  }
  if (name === 'NotReadableError') {
    return 'The microphone could not be opened, so nothing was recorded. Another program may hold it: close that one, then dictate again.'
  }
  return 'Listening could not begin, so nothing was recorded. Dictate again; if that does not help, start Alcove again.'
}

/** Said where the model heard no words. */
export const nothingHeard =
  'No words were heard, and the recording is gone. Look whether the right microphone is chosen in your system, then dictate again.'
