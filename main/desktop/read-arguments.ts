export interface DesktopArguments {
  readonly data: string | undefined
  readonly minimized: boolean
}

/** Reads the arguments of Alcove among those that Electron and Chromium put beside them. */
export function readArguments(argv: readonly string[]): DesktopArguments {
  const index = argv.indexOf('--data')
  const joined = argv.find((argument) => argument.startsWith('--data='))
  return {
    data: joined?.slice('--data='.length) || (index >= 0 ? argv[index + 1] : undefined),
    minimized: argv.includes('--minimized'),
  }
}
