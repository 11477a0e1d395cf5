import { expect, test } from 'vitest'
import { addressProblem, leavesMachine } from './address.ts'

test('only whole addresses of the web are taken', () => {
  expect([
    addressProblem('127.0.0.1:11434'),
    addressProblem('http://'),
    addressProblem('ftp://a'),
    addressProblem(' http://127.0.0.1:11434 '),
  ]).toEqual([
    'It begins with http:// or https://.',
    'This is not a whole address yet, such as http://127.0.0.1:11434.',
    'It begins with http:// or https://.',
    undefined,
  ])
})

test('an address that is not this machine is told apart', () => {
  expect(
    [
      'http://127.0.0.1:8080/v1',
      'http://localhost:1',
      'http://[::1]:1',
      'http://192.168.1.4',
      'https://api.a.example',
      'x',
    ].map(leavesMachine),
  ).toEqual([false, false, false, true, true, false])
})
