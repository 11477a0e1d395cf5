import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BackupState } from '#contract/backup.contract'
import { sentenceForBackup, sentenceForBackupSecret } from '#contract/backup.sentences'
import type { BackupWish } from '#contract/backup-plan'
import { BackupProblem } from '#contract/backup-problem'
import { client } from '../app/client.ts'
import { followForever } from '../app/live.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

const stateKey = ['backup', 'state']
const listKey = ['backup', 'list']

/** What is planned, what is being done, the backups that are kept, and what can be done with them. */
export function useBackups() {
  const cache = useQueryClient()
  const { data: state } = useQuery({
    queryKey: stateKey,
    queryFn: ({ signal }) => client.backup.state(undefined, { signal }),
  })
  useEffect(
    () =>
      followForever(
        (signal) => client.backup.changes(undefined, { signal }),
        (next) => {
          const before = cache.getQueryData<BackupState>(stateKey)
          cache.setQueryData(stateKey, next)
          if (before?.working && !next.working) void cache.invalidateQueries({ queryKey: listKey })
        },
      ),
    [cache],
  )
  const list = useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => client.backup.list(undefined, { signal }),
    enabled: state?.plan !== undefined && state.plan !== null,
    retry: false,
  })
  const now = useMutation({ mutationFn: () => client.backup.now({}) })
  const drill = useMutation({ mutationFn: () => client.backup.drill() })
  const check = useMutation({
    mutationFn: (name: string) => client.backup.check({ name }),
    onSuccess: () => say('The backup is whole'),
    onError: (error) => say('The backup could not be verified', problemIn(error)),
  })
  return {
    state,
    list: list.data,
    listProblem: list.error && problemIn(list.error),
    now: now.mutate,
    drill: drill.mutate,
    check: check.mutate,
    // What a run that failed was about stands in the state; this is for one that could not even begin.
    problem: state?.working ? null : problemOf(now.error ?? drill.error),
  }
}

export interface PlanWish {
  readonly wish: BackupWish | null
  /** What was typed; nothing keeps what is known. */
  readonly passphrase?: string
  readonly password?: string
}

/** Keeps a plan, after what it needs was kept; `problem` says why it does not hold. */
export function usePlan(onHeld: () => void) {
  const cache = useQueryClient()
  const plan = useMutation({
    mutationFn: async ({ wish, passphrase, password }: PlanWish) => {
      const given = [
        ...(passphrase ? [{ secret: 'passphrase', value: passphrase } as const] : []),
        ...(password ? [{ secret: 'password', value: password } as const] : []),
      ]
      const kept = await Promise.all(given.map((secret) => client.backup.setSecret(secret)))
      return { state: await client.backup.plan(wish), kept: kept.map((one) => one.kept) }
    },
    onSuccess: ({ state, kept }) => {
      if (kept.includes('until-quit')) say('Backups are on', sentenceForBackupSecret('until-quit'))
      cache.setQueryData(stateKey, state)
      void cache.invalidateQueries({ queryKey: listKey })
      void cache.invalidateQueries({ queryKey: queries.settings.queryKey })
      onHeld()
    },
  })
  return { plan: plan.mutate, isPlanning: plan.isPending, problem: problemOf(plan.error) }
}

export interface RestoreWish {
  readonly from: { readonly name: string } | { readonly file: string }
  readonly passphrase: string | null
  /** Null: in place. */
  readonly to: string | null
}

/** Restores a backup; in place it then has Alcove start again, and `waits` is true where it cannot by itself. */
export function useRestore() {
  const restore = useMutation({
    mutationFn: async (wish: RestoreWish) => {
      const restored = await client.backup.restore(wish)
      const { restarts } = restored.waits ? await client.backup.restart() : { restarts: false }
      return { ...restored, restarts }
    },
  })
  return {
    restore: restore.mutate,
    restored: restore.data,
    isRestoring: restore.isPending,
    problem: problemOf(restore.error),
  }
}

function problemOf(error: unknown): string | null {
  return error ? problemIn(error) : null
}

function problemIn(error: unknown): string {
  const problem = error instanceof ORPCError ? BackupProblem.safeParse(error.data?.problem) : null
  if (problem?.success) return sentenceForBackup(problem.data)
  return 'This could not be done just now. Nothing was changed; try again in a moment.'
}
