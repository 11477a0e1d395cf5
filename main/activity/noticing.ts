import { os } from '@orpc/server'
import type { ActivityAbout, ActivityKind, NoteActivity } from '#contract/activity.contract'

interface Call {
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Readonly<Record<string, unknown>>
}
type Noticed = (call: Call) => readonly [ActivityKind, ActivityAbout] | null

/**
 * What is noted of a call that went well, by the path of its procedure: one place for whoever asked, page, command line or
 * another program. What goes on by itself is noted where it is done.
 */
const noticed: Readonly<Record<string, Noticed>> = {
  'library.removeSource': ({ input, output }) => [
    'documents-removed',
    { documents: number(output.documents), sourceId: text(input.sourceId) },
  ],
  'library.restoreSource': ({ input }) => ['documents-restored', { sourceId: text(input.sourceId) }],
  'library.bin.removeDocuments': ({ output }) => ['documents-removed', { documents: number(output.documents) }],
  'library.bin.restoreDocuments': ({ output }) => ['documents-restored', { documents: number(output.queued) }],
  'library.bin.empty': ({ output }) => ['documents-removed', { forGood: number(output.forgotten) }],
  'chat.emptyBin': ({ output }) =>
    number(output.deleted) > 0 ? ['conversations-deleted', { conversations: number(output.deleted) }] : null,
  'settings.set': ({ input }) => ['settings-changed', { keys: Object.keys(input).slice(0, 200) }],
  'models.providers.add': ({ input, output }) => serverChanged(input, output),
  'models.providers.change': ({ input, output }) => serverChanged(input, output),
  'models.providers.remove': ({ output }) => (output.removed === true ? settings('modelProviders') : null),
  'models.providers.allow': () => settings('sendingAllowed'),
  'models.providers.withdraw': ({ output }) => (output.withdrawn === true ? settings('sendingAllowed') : null),
  'backup.setSecret': ({ input, output }) => keyKept(`backup ${text(input.secret)}`, input.value, output.kept),
  'backup.plan': () => ['settings-changed', { keys: ['backups'] }],
  'backup.restore': ({ output }) => ['backup-restored', { inPlace: output.waits === true }],
  'updates.look': () => ['updates-looked-for', { asked: true }],
  'network.forget': ({ output }) => ['list-forgotten', { requests: number(output.forgotten) }],
}

/** Notes calls that changed something for a person, once they went well. */
export function noticing(note: NoteActivity) {
  return os.middleware(async ({ next, path }, input: unknown) => {
    const called = await next()
    const found = noticed[path.join('.')]?.({ input: record(input), output: record(called.output) })
    if (found) note(...found)
    return called
  })
}

/** Names of the procedures that are noted, for a test that each of them exists. */
export const noticedProcedures = Object.keys(noticed)

/** With a key what became of it, else that the servers changed. */
function serverChanged(input: Call['input'], { kept }: Call['output']): readonly [ActivityKind, ActivityAbout] {
  if (kept === null || kept === undefined) return settings('modelProviders')
  return keyKept('model server', kept === 'forgotten' ? null : input.key, kept)
}

function settings(key: string): readonly [ActivityKind, ActivityAbout] {
  return ['settings-changed', { keys: [key] }]
}

function keyKept(name: string, value: unknown, kept: unknown): readonly [ActivityKind, ActivityAbout] {
  return value === null ? ['key-forgotten', { key: name }] : ['key-kept', { key: name, where: text(kept) }]
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : ''
}
