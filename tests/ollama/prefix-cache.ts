import type { ChatBody } from './script.ts'

/** What reading one prompt cost. */
export interface PromptRead {
  /** Tokens of the whole prompt, which is what `prompt_eval_count` says. */
  readonly tokens: number
  /** Those that were evaluated, because what was read last does not begin with them. */
  readonly evaluated: number
}

const charactersPerToken = 4

/**
 * What a model server keeps of prompts: per model the last prompt with the answer written to it, as Ollama with its usual one
 * slot does. Of the next prompt it evaluates what follows the longest common beginning, at least one token
 * (`InputCache.LoadCacheSlot` in ollama's runner/llamarunner/cache.go, `cache_prompt` in llama.cpp's server). Ollama said how many these are in
 * `prompt_eval_count` until 0.2; since then that is the whole prompt (ollama#5371), as in the recordings, and only
 * `prompt_eval_duration` shows it; so the count is kept here.
 */
export function createPrefixCache() {
  const slots = new Map<string, string>()
  const reads: PromptRead[] = []
  return { reads, read, written }

  /** Gives the tokens of the whole prompt. */
  function read({ model, messages }: ChatBody): number {
    const prompt = promptOf(messages)
    const known = commonLength(prompt, slots.get(model) ?? '')
    const tokens = Math.ceil(prompt.length / charactersPerToken)
    reads.push({ tokens, evaluated: Math.max(1, tokens - Math.floor(known / charactersPerToken)) })
    slots.set(model, prompt)
    return tokens
  }

  function written(model: string, text: string): void {
    slots.set(model, (slots.get(model) ?? '') + text)
  }
}

/** Messages in the template that most models have (ChatML), up to where the answer begins. */
export function promptOf(messages: ChatBody['messages']): string {
  const told = messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`)
  return `${told.join('')}<|im_start|>assistant\n`
}

function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}
