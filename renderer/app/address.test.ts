import { expect, test } from 'vitest'
import { addressProblem, leavingSentence, toAddress } from './address.ts'

test('only whole addresses of the web are taken, on this machine also without http', () => {
  expect([
    addressProblem('api.a.example/v1'),
    addressProblem('http://'),
    addressProblem('ftp://a'),
    addressProblem(' http://127.0.0.1:11434 '),
    addressProblem('127.0.0.1:11434'),
    addressProblem('localhost:8080/v1'),
  ]).toEqual([
    'It begins with http:// or https://.',
    'This is not a whole address yet, such as http://127.0.0.1:11434.',
    'It begins with http:// or https://.',
    undefined,
    undefined,
    undefined,
  ])
})

test('an address on this machine is made whole', () => {
  expect([
    toAddress(' localhost:8080/v1'),
    toAddress('https://a.example'),
    toAddress('a.example'),
    toAddress(''),
  ]).toEqual(['http://localhost:8080/v1', 'https://a.example', 'a.example', ''])
})

test('what leaves this machine, and how, is said before it does', () => {
  const addresses = [
    'http://127.0.0.1:8080/v1',
    'http://[::1]:1',
    'http://192.168.1.4',
    'https://api.a.example/v1',
    'x',
    '',
  ]

  expect(addresses.map(leavingSentence)).toEqual([
    null,
    null,
    'Leaves this machine: your question and the passages it needs are sent to 192.168.1.4, unencrypted, whenever its model answers.',
    'Leaves this machine: your question and the passages it needs are sent to api.a.example, whenever its model answers.',
    null,
    null,
  ])
})
