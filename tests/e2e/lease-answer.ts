import type { ChatBody } from '../ollama/script.ts'

/** An answer that cites the passages it was given by what stands in them, as a good model would. */
export function leaseAnswer({ messages }: ChatBody): string {
  const given = messages.at(-1)?.content ?? ''
  return [
    `The lease on 14 Tanner Street ends on 31 March 2027 and does not renew by itself${cite('expiring on')}.`,
    'Without a letter from you, the rooms go back to the landlord on that day.\n\n',
    `To stay, your request must reach the landlord in writing, three months before the end${cite('notice in')}.\n\n`,
    `In March the partners agreed to ask for five more years${cite('ask for five more years')}.`,
    'Ruth was to speak to Mr Hale.',
  ].join(' ')

  function cite(words: string) {
    const at = given.indexOf(words)
    const numbers = at === -1 ? [] : [...given.slice(0, at).matchAll(/passage number="(\d+)"/g)]
    return numbers.length === 0 ? '' : ` [${numbers.at(-1)?.[1]}]`
  }
}
