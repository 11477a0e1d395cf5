import { expect, test } from 'vitest'
import { filledPrompt, variablesOf } from './prompt-text.ts'

test('a prompt asks for each variable once, in order, and not for date and time', () => {
  expect(
    variablesOf('Sum up {{ document }} for {{reader}} by {{date}}; {{document}} again, {{time}}, {{}} and { x }'),
  ).toEqual(['document', 'reader'])
})

test('variables are filled in as they are, without being read again; what has no value stays', () => {
  const now = new Date(2026, 10, 26, 9, 5)

  expect(filledPrompt('For {{reader}} on {{date}} at {{time}}: {{topic}}', { reader: '$& {{topic}}' }, now)).toBe(
    'For $& {{topic}} on 26 November 2026 at 09:05: {{topic}}',
  )
  expect(filledPrompt('{{toString}}', {}, now)).toBe('{{toString}}')
})
