import { contentLimit, takesContent } from '../../main/app/call-budget.ts'
import type { JsonSchema, NamedProcedure } from './counting-router.ts'

/** A value as the text of JSON, so that it can be what `JSON.stringify` never writes. */
type Written = string

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const deepObject = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
const languageNames: readonly Written[] = [
  '{"__proto__":{"polluted":true}}',
  '{"\\u005f_proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":[{"b":{"__proto__":{"toString":1}}}]}',
]

/** What no procedure may be reached with, whatever it takes. */
export function hostileForAll(): readonly Written[] {
  return [deep, deepObject, ...languageNames]
}

/** Inputs that are wrong for what this procedure takes: no object, and each property of it of another type. */
export function wrongTypes({ input }: NamedProcedure): readonly Written[] {
  if (!input) return []
  const whole = input.type === 'object' ? ['[]', '"x"', '7', 'true', 'null'] : ['{"nothing":true}']
  const parts = Object.entries(input.properties ?? {}).flatMap(([name, schema]) =>
    wrongFor(schema).map((value) => `{${JSON.stringify(name)}:${value}}`),
  )
  return [...whole, ...parts]
}

function wrongFor({ type }: JsonSchema): readonly Written[] {
  if (type === 'string') return ['7', '{}', '["x"]', 'false']
  if (type === 'number' || type === 'integer') return ['"x"', '{}', '"NaN"', '["x"]']
  if (type === 'boolean') return ['"x"', '{}', '2']
  if (type === 'array') return ['"x"', '{"length":3}', '7']
  return ['{"nothing":{"at":"all"}}', '[[["x"]]]']
}

/** A call of more than anybody may send. */
export function oversized({ name }: NamedProcedure): Written {
  const size = takesContent(addressOf(name)) ? contentLimit + 1 : 100 * 1024 * 1024
  return `{"text":"${'x'.repeat(size)}"}`
}

/** A call as it goes over a socket or a port. */
export function messageOf(id: number | string, name: string, input: Written): string {
  return `{"i":${JSON.stringify(id)},"p":{"u":"${addressOf(name)}","b":{"json":${input}}}}`
}

/** The address of a procedure on a socket or a port. */
export function addressOf(name: string): string {
  return `/${name.replaceAll('.', '/')}`
}

/** What is no call at all, or a call of what is not there. */
export const noCalls: readonly unknown[] = [
  '',
  'x',
  '{',
  '[]',
  'null',
  '7',
  '"x"',
  deep,
  '{"i":1}',
  '{"i":1,"p":null}',
  '{"i":1,"p":{"u":7}}',
  '{"i":1,"p":{"u":"nowhere","b":{}}}',
  '{"i":1,"p":{"u":"/library/list","b":null}}',
  '{"i":1,"p":{"u":"/library/nothing","b":{"json":{}}}}',
  '{"i":1,"p":{"u":"/__proto__","b":{"json":{}}}}',
  '{"i":1,"p":{"u":"/constructor/prototype","b":{"json":{}}}}',
  '{"i":1,"p":{"u":"/library/__proto__/add","b":{"json":{}}}}',
  '{"i":1,"p":{"u":"/library/../system/version/../..","b":{"json":{}}}}',
  '{"i":1,"p":{"u":"file:///etc/passwd","b":{"json":{}}}}',
  '{"i":{"a":1},"t":9,"p":{"u":"/library/nothing"}}',
  '{"i":1,"t":3,"p":{"event":"message"}}',
  '{"i":1,"t":4}',
  '{"i":1,"p":{"u":"/settings/set","b":{"json":{"theme":"dark"},"meta":[[1,"__proto__","x"]]}}}',
  '{"i":1,"p":{"u":"/settings/set","b":{"json":{"theme":"dark"},"meta":[[0,"theme"],[5,"theme"],[9]]}}}',
  '{"i":1,"p":{"u":"/settings/set","b":{"json":{},"meta":"x"}}}',
  '{"i":1,"p":{"u":"/settings/set?data=%7B%22__proto__%22%3A%7B%7D%7D","m":"GET"}}',
  '{"i":1,"p":{"u":"/settings/set","h":{"content-type":"multipart/form-data; boundary=x"},"b":"--x--"}}',
  '{"i":1,"p":{"u":"/settings/set","h":{"content-type":"text/event-stream"}}}',
  new Uint8Array([123, 255, 0, 1]),
  new ArrayBuffer(8),
  { i: 1, p: { u: '/system/version' } },
  7,
  null,
  undefined,
  new Map([['i', 1]]),
]
