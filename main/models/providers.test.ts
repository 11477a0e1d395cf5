import { expect, test } from 'vitest'
import { ProviderWish } from '#contract/providers.contract'
import { defaultSettings, type Settings } from '#contract/settings.contract'
import { createMemorySecrets } from '../app/secrets.ts'
import { createProviders } from './providers.ts'

const away = { name: 'Mistral AI', address: 'https://models.example/v1', models: ['large'], listed: false }
const here = { name: 'LM Studio', address: 'http://127.0.0.1:1234/v1', models: [], listed: true }

test('servers are added, changed and forgotten, each with a key of its own', async () => {
  const { providers } = setup()

  const { provider, kept } = await providers.add({ ...here, key: ' one ' })
  const other = await providers.add(away)
  const changed = await providers.change({ ...provider, name: 'Studio' })
  const before = await providers.list()
  const removed = [await providers.remove(other.provider.id), await providers.remove(other.provider.id)]

  expect({ kept, changed, before, removed, after: await providers.list() }).toEqual({
    kept: 'until-quit',
    changed: {
      ok: true,
      value: { provider: { ...here, id: 'p1', name: 'Studio', local: true, keyIn: 'until-quit' }, kept: null },
    },
    before: [
      { ...here, id: 'p1', name: 'Studio', local: true, keyIn: 'until-quit' },
      { ...away, id: 'p2', local: false, keyIn: null },
    ],
    removed: [true, false],
    after: [{ ...here, id: 'p1', name: 'Studio', local: true, keyIn: 'until-quit' }],
  })
})

test('a key and a consent are for one server: with another address both are gone', async () => {
  const { providers } = setup()
  const { provider } = await providers.add({ ...away, key: 'secret' })
  await providers.allow(provider.id)

  const samePlace = await providers.change({ ...provider, models: ['small'] })
  const kept = [await providers.keyOf(provider), providers.allowedAt(provider.id, away.address)]
  const moved = { ...provider, address: 'https://elsewhere.example/v1' }
  const other = await providers.change(moved)
  const back = await providers.change(provider)

  expect({
    kept,
    told: [samePlace, other, back].map((change) => change.ok && change.value.kept),
    gone: [await providers.keyOf(provider), providers.allowedAt(provider.id, away.address)],
  }).toEqual({ kept: ['secret', 7], told: [null, 'forgotten', null], gone: [null, null] })
})

test('consent is given, holds for just this address, is withdrawn, and goes with its server', async () => {
  const { providers, settings } = setup()
  const { provider } = await providers.add(away)
  const at = () => providers.allowedAt(provider.id, away.address)

  const seen = [at()]
  const allowed = await providers.allow(provider.id)
  seen.push(at(), providers.allowedAt(provider.id, 'https://models.example/v2'))
  const withdrawn = [await providers.withdraw(provider.id), await providers.withdraw(provider.id)]
  seen.push(at())
  await providers.allow(provider.id)
  await providers.remove(provider.id)

  expect({
    seen,
    allowed,
    withdrawn,
    left: settings.get().sendingAllowed,
    unknown: await providers.allow('nobody'),
  }).toEqual({
    seen: [null, 7, null, null],
    allowed: { ok: true, value: { server: 'p1', address: away.address, at: 7 } },
    withdrawn: [true, false],
    left: [],
    unknown: { ok: false, failure: { code: 'PROVIDER_NOT_FOUND', message: 'No such server', id: 'nobody' } },
  })
})

test('what used a model of a server that is forgotten goes on without it', async () => {
  const { providers, settings } = setup()
  const { provider } = await providers.add(away)
  const gone = { runtime: 'openai-compatible' as const, name: 'large', provider: provider.id }
  const stays = { runtime: 'openai-compatible' as const, name: 'large' }
  await settings.set({ chatModel: gone, quickModel: stays, lastChatModel: gone, fallbackModels: [gone, stays] })

  await providers.remove(provider.id)

  expect(settings.get()).toMatchObject({
    chatModel: null,
    lastChatModel: null,
    quickModel: stays,
    fallbackModels: [stays],
  })
})

test('a key of the environment is for the server it names, or for the only one', async () => {
  const { providers } = setup({ ALCOVE_OPENAI_API_KEY: 'any', ALCOVE_API_KEY_MISTRAL_AI: 'own' })
  const { provider: first } = await providers.add(here)

  const alone = await providers.keyOf(first)
  const { provider: second } = await providers.add(away)

  expect([
    alone,
    await providers.keyOf(first),
    await providers.keyOf(second),
    (await providers.list())[1]?.keyIn,
  ]).toEqual(['any', null, 'own', 'environment'])
})

test('a name, a password or a key does not go into an address', () => {
  const wishes = [
    'http://user:secret@127.0.0.1/v1',
    'https://a.example/v1?key=secret',
    'https://a.example/v1#k',
    'ftp://a.example',
  ]

  expect(wishes.map((address) => ProviderWish.safeParse({ ...here, address }).success)).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(ProviderWish.safeParse({ ...here, address: 'http://[::1]:8080' }).success).toBe(true)
})

function setup(environment: Record<string, string> = {}) {
  let kept: Settings = defaultSettings
  const settings = {
    get: () => kept,
    set: async (change: Partial<Settings>) => {
      kept = { ...kept, ...change }
      return kept
    },
  }
  let made = 0
  const newId = () => {
    made += 1
    return `p${made}`
  }
  const providers = createProviders({ settings, secrets: createMemorySecrets(), environment, clock: () => 7, newId })
  return { providers, settings }
}
