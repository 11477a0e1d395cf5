import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { create } from 'zustand'
import type { Added } from '#contract/library.contract'
import { say } from '../ui/Toasts.tsx'
import { joinAdded, sentencesForAdded } from './added.ts'
import { toBase64 } from './base64.ts'
import { client } from './client.ts'
import { useSettings } from './useSettings.ts'

/** What a person is being asked for, in a dialog over whatever page is open. */
export type AddDialog = 'folder' | 'paths' | 'text'

/** The open dialog for adding, if any. */
export const useAddDialog = create<{ readonly dialog: AddDialog | null }>(() => ({ dialog: null }))

/** Opens or closes a dialog for adding. */
export function showAddDialog(dialog: AddDialog | null) {
  useAddDialog.setState({ dialog })
}

const copyLimit = 100_000_000

/** The ways into the library; each says what came of it and leaves the welcome behind. */
export function useAdd() {
  const cache = useQueryClient()
  const { settings, change } = useSettings()
  const navigate = useNavigate()
  const { pathname } = useLocation()

  const adding = useMutation({
    mutationFn: async ({ add }: { readonly add: () => Promise<readonly Added[]>; readonly next: '/' | '/library' }) =>
      joinAdded(await add()),
    onSuccess: async (added, { next }) => {
      const { said, description } = sentencesForAdded(added)
      say(said, description)
      if (!settings.welcomed) change({ welcomed: true })
      await cache.invalidateQueries({ queryKey: ['library'], predicate: ({ queryKey }) => queryKey[1] !== 'state' })
      if (pathname === '/welcome') await navigate({ to: next })
    },
    onError: () => say('It could not be added just now', 'Nothing was changed. Try again in a moment.'),
  })

  return { addPaths, addText, addSample, addFiles, chooseFolder, isAdding: adding.isPending }

  function addPaths(paths: readonly string[]) {
    adding.mutate({ add: async () => [await client.library.add({ paths: [...paths] })], next: '/library' })
  }

  function addText(text: { readonly title: string; readonly text: string }) {
    adding.mutate({ add: async () => [await client.library.addText(text)], next: '/library' })
  }

  function addSample() {
    adding.mutate({ add: async () => [await client.library.addSample()], next: '/' })
  }

  /** Keeps copies of files that were dropped on the page. */
  function addFiles(files: readonly File[]) {
    adding.mutate({ add: () => copyEach(files), next: '/library' })
  }

  /** The system's own dialog, or ours where there is none. */
  async function chooseFolder() {
    const { supported, path } = await client.library.chooseFolder()
    if (path !== null) addPaths([path])
    else if (!supported) showAddDialog('folder')
  }
}

async function copyEach(files: readonly File[]): Promise<readonly Added[]> {
  const all: Added[] = []
  for (const file of files) {
    if (file.size > copyLimit) {
      const failure = { code: 'FILE_TOO_LARGE' as const, message: 'Too large to be dropped', path: file.name }
      all.push({ sourceIds: [], batchId: '', added: 0, skipped: 0, failed: [failure] })
    } else {
      all.push(await client.library.addFile({ name: file.name, base64: await toBase64(file) }))
    }
  }
  return all
}
