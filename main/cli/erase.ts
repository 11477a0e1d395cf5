import { sentenceForStart } from '#contract/system.sentences'
import { eraseWord } from '#contract/your-data.contract'
import { eraseFolder } from '../app/offline-erase.ts'
import { type Context, WrongUse } from './context.ts'
import { failYourData } from './your-data-words.ts'

/** `alcove erase --yes`: deletes everything Alcove made; your own files stay, and backups unless they are named. */
export async function erase(context: Context, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { data, from } = context
  if (options.yes !== true) throw new WrongUse('this deletes everything; say --yes if that is what you want')
  const models = options.models === true
  // Without backups the library need not be opened, which is as well: it may be damaged.
  if (options.backups !== true) {
    const erased = await eraseFolder({ data, from }, { models })
    if (erased)
      return erased.ok
        ? done(context, erased.value.root)
        : context.fail(erased.failure, sentenceForStart(erased.failure))
  }
  let folder = ''
  let waits = false
  const code = await context.withLibrary(async (library) => {
    const { client } = library
    try {
      folder = (await client.yourData.erasePreview()).dataFolder
      const { restarts } = await client.yourData.erase({ word: eraseWord, models, backups: options.backups === true })
      waits = !restarts && !library.held
      if (restarts && !library.held) await library.gone
      return 0
    } catch (error) {
      return failYourData(context, error)
    }
  })
  if (code !== 0) return code
  if (waits) {
    context.say('Everything is deleted when the Alcove that is running starts next.')
    return 0
  }
  // Who had the library may not start again by itself.
  const finished = await eraseFolder({ data, from }, { models })
  if (finished && !finished.ok) return context.fail(finished.failure, sentenceForStart(finished.failure))
  return done(context, folder)
}

function done({ json, print, printJson }: Context, folder: string): number {
  if (json) printJson({ erased: folder })
  else print(`Everything in ${folder} was deleted. Your own files are where they were.`)
  return 0
}
