import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Assistant, Prompt } from '#contract/assistants.contract'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'
import { say } from '../../ui/Toasts.tsx'

/** Assistants and prompts, with what can be done with them. */
export function useKept() {
  const cache = useQueryClient()
  const { data: assistants } = useQuery(queries.assistants)
  const { data: prompts } = useQuery(queries.prompts)
  const refetch = () => cache.invalidateQueries({ queryKey: ['answers'] })
  const notKept = () => say('It could not be kept just now', 'What was there before is as it was.')

  const saveAssistant = useMutation({
    mutationFn: ({ id, ...one }: Omit<Assistant, 'id'> & { readonly id: string | null }) =>
      id === null ? client.chat.assistants.add(one) : client.chat.assistants.change({ id, ...one }),
    onSettled: refetch,
    onError: notKept,
  })
  const savePrompt = useMutation({
    mutationFn: ({ id, ...one }: Omit<Prompt, 'id' | 'ranAt'> & { readonly id: string | null }) =>
      id === null ? client.chat.prompts.add(one) : client.chat.prompts.change({ id, ...one }),
    onSettled: refetch,
    onError: notKept,
  })
  const removeAssistant = useMutation({
    mutationFn: ({ id }: Assistant) => client.chat.assistants.remove({ id }),
    onSettled: refetch,
    onError: notKept,
  })
  const removePrompt = useMutation({
    mutationFn: ({ id }: Prompt) => client.chat.prompts.remove({ id }),
    onSettled: refetch,
    onError: notKept,
  })
  return {
    assistants,
    prompts,
    saveAssistant: saveAssistant.mutate,
    savePrompt: savePrompt.mutate,
    removeAssistant: removeAssistant.mutate,
    removePrompt: removePrompt.mutate,
  }
}
