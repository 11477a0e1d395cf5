import { expect, test } from 'vitest'
import { isLocalAddress } from '#models/chat/local-address'
import { ollamaAddress } from './ollama-address.ts'

test.each([
  ['', 'http://127.0.0.1:11434'],
  [undefined, 'http://127.0.0.1:11434'],
  ['0.0.0.0', 'http://127.0.0.1:11434'],
  ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
  [':8080', 'http://127.0.0.1:8080'],
  ['127.0.0.1', 'http://127.0.0.1:11434'],
  ['example.com', 'http://example.com:11434'],
  ['example.com:56789', 'http://example.com:56789'],
  ['http://example.com', 'http://example.com:80'],
  ['https://example.com', 'https://example.com:443'],
  ['https://example.com:1234', 'https://example.com:1234'],
  ['example.com/ollama/', 'http://example.com:11434/ollama'],
  ['https://example.com/ollama', 'https://example.com:443/ollama'],
  ['[::1]', 'http://[::1]:11434'],
  ['[::1]:1337', 'http://[::1]:1337'],
  ['::1', 'http://[::1]:11434'],
  ['[::]:11434', 'http://[::1]:11434'],
  [' "127.0.0.1:4000" ', 'http://127.0.0.1:4000'],
  ["'localhost'", 'http://localhost:11434'],
  ['localhost:66000', 'http://localhost:11434'],
  ['localhost:port', 'http://localhost:11434'],
  ['not a host', 'http://127.0.0.1:11434'],
])('OLLAMA_HOST %j means %s', (host, address) => {
  expect(ollamaAddress(host)).toBe(address)
})

test.each([
  ['http://127.0.0.1:11434', true],
  ['http://127.8.8.8', true],
  ['http://localhost:1234/v1', true],
  ['http://box.localhost', true],
  ['http://[::1]:11434', true],
  ['http://[::ffff:127.0.0.1]:11434', true],
  ['http://[::ffff:169.254.169.254]', false],
  ['http://192.168.1.5:11434', false],
  ['https://api.example.com/v1', false],
  ['http://localhost.example.com', false],
  ['http://0.0.0.0:11434', false],
])('what is sent to %s stays here: %s', (address, local) => {
  expect(isLocalAddress(address)).toBe(local)
})
