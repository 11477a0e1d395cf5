/** What is being looked for while a question is typed, and which part of the text it stands for. */
export interface Trigger {
  readonly kind: 'prompt' | 'mention'
  readonly typed: string
  readonly start: number
  readonly end: number
}

const longest = 60

/** A `/` at the very beginning looks for a prompt, an `@` at the beginning of a word for a document or a collection. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret)
  const prompt = /^\/(\S*)$/u.exec(before)
  if (prompt) return { kind: 'prompt', typed: prompt[1] ?? '', start: 0, end: caret }
  const mention = /(?:^|\s)@([^\s@][^@\n]*|)$/u.exec(before)
  const typed = mention?.[1] ?? ''
  if (!mention || typed.length > longest || / {2}$/.test(typed)) return null
  return { kind: 'mention', typed, start: caret - typed.length - 1, end: caret }
}

/** The text without the part that a choice stands for, and where the caret is then. */
export function without(text: string, { start, end }: Trigger): { readonly text: string; readonly caret: number } {
  const after = text.slice(end)
  const joined = text.slice(0, start) + (start === 0 || /\s$/.test(text.slice(0, start)) ? after.trimStart() : after)
  return { text: joined, caret: start }
}
