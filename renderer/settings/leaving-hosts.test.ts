import { expect, test } from 'vitest'
import { leavingHosts } from './leaving-hosts.ts'

test('a server elsewhere is named once, also before it was asked', () => {
  const away = { address: 'https://api.a.example/v1', local: false, state: 'ready' as const }
  const here = { address: 'http://127.0.0.1:11434', local: true, state: 'ready' as const }

  expect([
    leavingHosts({ servers: [], addresses: [null, 'https://api.a.example/v1'] }),
    leavingHosts({ servers: [here, away], addresses: [null, 'https://api.a.example/v1'] }),
    leavingHosts({ servers: [here], addresses: ['http://localhost:11434', null] }),
  ]).toEqual([['api.a.example'], ['api.a.example'], []])
})
