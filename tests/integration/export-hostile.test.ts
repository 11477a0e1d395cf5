import { expect, test } from 'vitest'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { payloads } from '../e2e/hostile-payloads.ts'
import { setupChat } from './chat-setup.ts'
import { lease } from './chat-setup-passages.ts'

const tags = new Set(
  'html head meta title style body h1 h2 h3 h4 h5 h6 p div section ol ul li a em strong del code pre blockquote table thead tbody tr th td hr br input sup'.split(
    ' ',
  ),
)

test('an exported page holds every hostile answer, question, title and quote as text: nothing in it loads, runs or leads away', async () => {
  for (const payload of payloads) {
    const { kept, ask } = await setupChat({
      model: createFakeChatModel({ parts: [`${payload}\n\nIt ends [1].`] }),
      passages: [{ ...lease, title: payload.slice(0, 200), text: `${payload} ${lease.text}` }],
    })
    const [started] = await ask({ question: payload.slice(0, 8_000) || 'x' })
    const id = started?.type === 'started' ? started.conversation.id : ''

    const page = kept.export(id, 'html')
    const text = page.ok ? page.value.text : ''
    const found = [...text.matchAll(/<\/?([a-zA-Z][^\s/>]*)([^>]*)>/g)].map(([whole, name = '', rest = '']) => ({
      whole,
      name,
      rest,
    }))

    expect(found.filter(({ name }) => !tags.has(name.toLowerCase())).map(({ whole }) => whole)).toEqual([])
    expect(
      found.filter(({ rest }) => /\bon\w+\s*=|\bsrcs?e?t?\s*=|\bstyle\s*=|javascript:|vbscript:|data:/i.test(rest)),
    ).toEqual([])
    expect(text).toContain("default-src 'none'")
  }
})
