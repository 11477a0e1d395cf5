import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { defaultSettings, type Settings, type SettingsChange } from '#contract/settings.contract'
import { client } from './client.ts'
import { queries } from './queries.ts'

const notKept = 'This could not be kept just now, so it is as it was. Try again in a moment.'

/** The settings and a way to change them that shows at once; `problem` says what became of a change that failed. */
export function useSettings() {
  const cache = useQueryClient()
  const { data, isSuccess } = useQuery(queries.settings)
  const key = queries.settings.queryKey

  const change = useMutation({
    mutationFn: (wanted: SettingsChange) => client.settings.set(wanted),
    onMutate: (wanted) => {
      const before = cache.getQueryData(key)
      cache.setQueryData(key, { ...defaultSettings, ...before, ...wanted })
      return before
    },
    onSuccess: (settings) => cache.setQueryData(key, settings),
    onError: (_error, _wanted, before) => cache.setQueryData(key, before),
  })
  return {
    settings: data ?? defaultSettings,
    known: isSuccess,
    change: change.mutate,
    problem: change.isError ? notKept : null,
  }
}

/** Puts theme, density and reading font on the page, and remembers them for the first paint of the next start. */
export function useLook() {
  const { settings, known } = useSettings()
  useEffect(() => {
    if (!known) return
    showLook(settings)
    localStorage.setItem('look', JSON.stringify(lookOf(settings)))
  }, [settings, known])
}

/** Shows the look of the last start before the settings have arrived. */
export function showRememberedLook() {
  const remembered = localStorage.getItem('look')
  if (!remembered) return
  try {
    showLook({ ...defaultSettings, ...JSON.parse(remembered) })
  } catch {
    localStorage.removeItem('look')
  }
}

type Look = Pick<Settings, 'theme' | 'density' | 'readingFont'>

function lookOf({ theme, density, readingFont }: Settings): Look {
  return { theme, density, readingFont }
}

function showLook({ theme, density, readingFont }: Look) {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  dataset.density = density
  dataset.reading = readingFont
}
