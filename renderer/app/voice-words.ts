/** Said where no voice of this machine can read: what it means, and what to do. */
export const noVoice = [
  'No voice on this machine',
  'Answers are read only by voices that work on this machine. Add one in the settings of your system for speech; on Linux, install speech-dispatcher and espeak-ng, and start Alcove again.',
] as const
