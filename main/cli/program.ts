import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { readVersion } from '../app/version.ts'
import { type Context, createContext } from './context.ts'

/** Runs one command; resolves to the exit code: 0 done, 1 failed, 2 wrong use. */
export async function runCommand(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let exitCode = 0
  const program = describe((run) => async (...args) => {
    const command = args.at(-1) as Command
    const context = createContext(command.optsWithGlobals(), signal)
    exitCode = await context.guard(() => run(context, command.args, command.opts()))
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help that was asked for is not a mistake; no command at all is.
    return error.exitCode === 0 ? 0 : 2
  }
}

type Run = (context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<number>
type Action = (run: Run) => (...args: unknown[]) => Promise<void>

function describe(action: Action): Command {
  const program = new Command('alcove')
    .description('Answers from your own documents, on your own machine.')
    .version(readVersion().version, '-V, --version')
    .option('--data <folder>', 'data folder (else ALCOVE_DATA, else the usual place of this system)')
    .option('--json', 'print JSON on standard output and nothing else')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })
    .exitOverride()
    .showHelpAfterError('(alcove help lists the commands)')

  program
    .command('add')
    .description('add files and folders to the library')
    .argument('<path...>', 'files and folders; relative ones start where you stand')
    .option('--wait', 'wait until everything can be found by words and by meaning')
    .option('--no-watch', 'do not follow changes of the folders')
    .action(action(async (context, args, options) => (await import('./add.ts')).add(context, args, options)))
  program
    .command('search')
    .description('find passages by words and by meaning')
    .argument('[query]', 'what to look for')
    .option('--limit <n>', 'how many passages at most', wholeNumber, 10)
    .addOption(new Option('--mode <mode>', 'how to look').choices(['fused', 'words', 'meaning']).default('fused'))
    .addOption(
      new Option('--by <unit>', 'at most one passage of each document?')
        .choices(['passage', 'document'])
        .default('passage'),
    )
    .option(
      '--batch <file.jsonl>',
      'run many: one {"id","query"} a line, one {"id","results","milliseconds"} a line out',
    )
    .action(action(async (context, args, options) => (await import('./search.ts')).search(context, args, options)))
  program
    .command('ask')
    .description('answer a question from the library, with citations')
    .argument('<question...>', 'the question')
    .action(action(async (context, args) => (await import('./ask.ts')).ask(context, args)))
  program
    .command('status')
    .description('what the library holds and what works on it')
    .action(action(async (context) => (await import('./status.ts')).status(context)))
  program
    .command('models')
    .description('the model servers, what they have, and where each is')
    .option('--allow <server>', 'let questions and the passages found for them be sent to a server on another machine')
    .option('--withdraw <server>', 'send that server nothing more')
    .option('--start-ollama', 'start Ollama, where it is installed here and does not run')
    .option('--details <model>', 'what Ollama says of one model, and whether it is in memory')
    .option('--statistics', 'what was asked of each model, and how fast it was')
    .option('--days <number>', 'with --statistics: of the last so many days, 90 at most', '7')
    .action(action(async (context, _, options) => (await import('./models.ts')).models(context, options)))
  program
    .command('why')
    .description('say why a file is not found, step by step')
    .argument('<path>', 'the file')
    .option('--query <words>', 'what it should be found by')
    .action(action(async (context, args, options) => (await import('./why.ts')).why(context, args, options)))
  program
    .command('tag')
    .description('give documents tags, or take some off')
    .argument('<path...>', 'files in the library')
    .option('--add <tag>', 'give this tag; may be used again', collect, [])
    .option('--remove <tag>', 'take this tag off; may be used again', collect, [])
    .action(action(async (context, args, options) => (await import('./tag.ts')).tag(context, args, options)))
  program
    .command('backup')
    .description('make a backup and read it back')
    .option('--to <folder>', 'into this folder (else where the settings say)')
    .action(action(async (context, _, options) => (await import('./backup.ts')).backup(context, options)))
  program
    .command('backups')
    .description('the backups that are kept')
    .action(action(async (context) => (await import('./backups.ts')).backups(context)))
  program
    .command('restore')
    .description('go back to a backup')
    .argument('<file>', 'a backup, as a file or by its name in the list')
    .option('--to <folder>', 'into a new data folder')
    .option('--in-place', 'in the place of the present library, which is kept')
    .action(action(async (context, args, options) => (await import('./restore.ts')).restore(context, args, options)))
  for (const [kind, what] of [
    ['encrypt', 'encrypt the whole library under a passphrase'],
    ['decrypt', 'take the encryption off again'],
  ] as const) {
    program
      .command(kind)
      .description(what)
      .option('--passphrase-env <name>', 'the environment variable that holds the passphrase', 'ALCOVE_PASSPHRASE')
      .action(
        action(async (context, _, options) => (await import('./encryption.ts')).convertLibrary(kind, context, options)),
      )
  }
  program
    .command('export')
    .description('write everything into one file of plain files')
    .argument('<file>', 'the file to write, or a folder for it')
    .option('--originals', 'with copies of your own files')
    .action(
      action(async (context, args, options) => (await import('./export.ts')).exportEverything(context, args, options)),
    )
  program
    .command('import')
    .description('bring an export in')
    .argument('<file>', 'what alcove export wrote')
    .action(action(async (context, args) => (await import('./import.ts')).importEverything(context, args)))
  program
    .command('erase')
    .description('delete everything; your own files stay')
    .option('--yes', 'really')
    .option('--models', 'models that you put there, too')
    .option('--backups', 'the backups of this library, too')
    .action(action(async (context, _, options) => (await import('./erase.ts')).erase(context, options)))
  program
    .command('repair')
    .description('look at the whole library file, make anew what can be, and save what can be read of a damaged one')
    .option('--salvage', 'make a library of everything that can be read; the damaged file is kept')
    .option('--newest-copy', 'go back to the newest copy; the damaged file is kept')
    .action(action(async (context, _, options) => (await import('./repair.ts')).repair(context, options)))
  program
    .command('doctor')
    .description('check every part and say what to do; exit code 1 when something is broken')
    .option('--fix <remedy>', 'do one of the remedies that it names')
    .action(action(async (context, _, options) => (await import('./doctor.ts')).doctor(context, options)))
  program
    .command('diagnose')
    .description('collect what helps to find a fault into a ZIP; nothing is sent')
    .argument('<file.zip>', 'where to put it; it must not be there yet')
    .option('--show', 'print every file instead, and write nothing')
    .option('--leave-out <name>', 'without this file; may be used again', collect, [])
    .action(action(async (context, args, options) => (await import('./diagnose.ts')).diagnose(context, args, options)))
  program
    .command('serve')
    .description('serve page and HTTP API on this machine until stopped')
    .option('--port <n>', 'port on 127.0.0.1 (else any free one)', portNumber, 0)
    .option('--read-only', 'never write to the library')
    .action(action(async (context, _, options) => (await import('./serve.ts')).serveCommand(context, options)))
  program
    .command('version')
    .description('version of Alcove, of Node and of the platform')
    .action(action(async (context) => (await import('./version.ts')).version(context)))
  return program
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 1_000) {
    throw new InvalidArgumentError('It has to be a number from 1 to 1000.')
  }
  return Number(text)
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('It has to be a port number.')
  return Number(text)
}
