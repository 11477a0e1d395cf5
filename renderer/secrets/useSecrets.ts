import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { sentenceForSecrets } from '#contract/secrets.sentences'
import { client } from '../app/client.ts'

const stateKey = ['secrets', 'state']

/** Where keys and passwords are kept, and the ways to seal, open and forget them. */
export function useSecrets({ onDone }: { readonly onDone: () => void }) {
  const cache = useQueryClient()
  const { data: state } = useQuery({
    queryKey: stateKey,
    queryFn: ({ signal }) => client.secrets.state(undefined, { signal }),
  })
  const onSuccess = async () => {
    onDone()
    // What a key is for is reached in another way now.
    await Promise.all([['secrets'], ['models'], ['backup']].map((queryKey) => cache.invalidateQueries({ queryKey })))
  }
  const seal = useMutation({
    mutationFn: (input: { passphrase: string; present?: string }) => client.secrets.seal(input),
    onSuccess,
  })
  const open = useMutation({
    mutationFn: (passphrase: string) => client.secrets.open({ passphrase }),
    onSuccess,
  })
  const forget = useMutation({ mutationFn: () => client.secrets.forget(), onSuccess })
  const failed = seal.error ?? open.error ?? forget.error
  return {
    state,
    seal: seal.mutate,
    open: open.mutate,
    forget: () => forget.mutate(),
    isBusy: seal.isPending || open.isPending || forget.isPending,
    problem: failed ? problemOf(failed) : null,
  }
}

const known = ['WRONG_PASSPHRASE', 'SECRETS_UNREADABLE', 'NOTHING_SEALED'] as const

function problemOf(error: unknown): string {
  const code = error instanceof ORPCError ? known.find((one) => one === error.code) : undefined
  return code
    ? sentenceForSecrets({ code })
    : 'This could not be done just now. Nothing was changed. Try again in a moment.'
}
