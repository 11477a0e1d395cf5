/** A message as far as its place in the tree goes. */
export interface MessagePlace {
  readonly id: string
  readonly parentId: string | null
  readonly role: 'question' | 'answer'
  readonly createdAt: number
}

/** A question and its answer on one branch, with their versions, the oldest first. */
export interface Step {
  readonly questionId: string
  readonly parentId: string | null
  readonly answerId: string | null
  readonly questions: readonly string[]
  readonly answers: readonly string[]
}

/**
 * The branch that goes through a message and on to what is newest below it; without one, or when it is gone, through the
 * newest question of the beginning. Messages are given by age.
 */
export function branchThrough(messages: readonly MessagePlace[], messageId: string | null): readonly Step[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const children = Map.groupBy(messages, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null))
  const chosen = new Set(upwards(byId, messageId))
  const oneOf = (of: readonly MessagePlace[]) => of.find(({ id }) => chosen.has(id)) ?? of.at(-1)
  const steps: Step[] = []
  for (let above: string | null = null; ; ) {
    const questions: readonly MessagePlace[] = (children.get(above) ?? []).filter(({ role }) => role === 'question')
    const question = oneOf(questions)
    if (!question) return steps
    const answers = (children.get(question.id) ?? []).filter(({ role }) => role === 'answer')
    const answer = oneOf(answers)
    steps.push({
      questionId: question.id,
      parentId: above,
      answerId: answer?.id ?? null,
      questions: questions.map(({ id }) => id),
      answers: answers.map(({ id }) => id),
    })
    if (!answer) return steps
    above = answer.id
  }
}

/** The last steps to the one with a message, or to the end without one; at most so many. */
export function lastSteps(steps: readonly Step[], messageId: string | null | undefined, most: number): readonly Step[] {
  const isOf = ({ questionId, answerId }: Step) => questionId === messageId || answerId === messageId
  const end = messageId === undefined ? steps.length : steps.findIndex(isOf) + 1
  return steps.slice(Math.max(0, end - most), end)
}

/** The message and all above it. */
function upwards(byId: ReadonlyMap<string, MessagePlace>, messageId: string | null): string[] {
  const ids: string[] = []
  for (let at = messageId === null ? undefined : byId.get(messageId); at && !ids.includes(at.id); ) {
    ids.push(at.id)
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  }
  return ids
}
