import { expect, test } from 'vitest'
import { remediesFor } from './remedy.ts'

test('a failure is tried again, unless that changes nothing or something has to be set up before', () => {
  expect([
    remediesFor('FILE_DAMAGED'),
    remediesFor('FILE_EMPTY'),
    remediesFor('PATH_OUTSIDE_SOURCE'),
    remediesFor('PICTURES_NOT_SET_UP'),
  ]).toEqual([['again'], [], ['add-place'], ['settings', 'again']])
})
