import { posix } from 'node:path'
import { readXml } from './xml.ts'
import type { Archive } from './zip.ts'

export interface Relation {
  /** The last word of its type: `slide`, `notesSlide`, `worksheet`. */
  readonly type: string
  /** Name of the entry it leads to. */
  readonly target: string
}

/** What a part of an office package leads to inside the package, by id. What lies outside is left out. */
export async function relationsOf(archive: Archive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>()
  const folder = posix.dirname(part)
  await readXml(archive.pieces(posix.join(folder, '_rels', `${posix.basename(part)}.rels`)), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Type || !Target || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return relations
}

/** The part of an office package that all others hang on. */
export async function mainPartOf(archive: Archive, usual: string): Promise<string> {
  const relations = await relationsOf(archive, '')
  const main = [...relations.values()].find(({ type }) => type === 'officeDocument')
  return main && archive.has(main.target) ? main.target : usual
}

export interface OfficeProperties {
  readonly title: string | null
  readonly author: string | null
  readonly writtenAt: number | null
}

/** Title, author and date of an office document, from `docProps/core.xml` or `meta.xml`. */
export async function propertiesOf(archive: Archive, part: string): Promise<OfficeProperties> {
  const values = new Map<string, string>()
  let current: string | null = null
  await readXml(archive.pieces(part), {
    open(name) {
      current = propertyNames.has(name) ? name : null
    },
    text(text) {
      if (current && !values.has(current) && text.trim() !== '') values.set(current, oneLine(text))
    },
    close() {
      current = null
    },
  })
  const dates = ['modified', 'date', 'created', 'creation-date'].map((name) => values.get(name))
  const title = values.get('title') ?? ''
  return {
    title: title === '' || placeholders.test(title) ? null : title,
    author: values.get('initial-creator') ?? values.get('creator') ?? null,
    writtenAt: timeOf(dates.find((date) => date !== undefined)),
  }
}

/** A date as documents write it, in milliseconds; without a zone it counts as UTC, so that it is the same everywhere. */
export function timeOf(date: string | undefined): number | null {
  const match = /^(\d{4})(-\d\d)?(-\d\d)?(?:T(\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
    date?.trim() ?? '',
  )
  if (!match) return null
  const [, year, month = '-01', day = '-01', clock = '00:00', , zone = 'Z'] = match
  const time = Date.parse(`${year}${month}${day}T${clock}${zone}`)
  return Number.isFinite(time) && Number(year) > 1000 ? time : null
}

const propertyNames = new Set(['title', 'creator', 'initial-creator', 'modified', 'date', 'created', 'creation-date'])

// What programs fill in by themselves says less than the file's name.
const placeholders =
  /^(untitled.*|powerpoint presentation|pr[eé]sentation powerpoint|powerpoint-präsentation|slide \d+|.*\.(docx?|odt|rtf|pptx?|xlsx?))$/i

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500)
}
