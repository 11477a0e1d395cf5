import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { client } from '../app/client.ts'
import { showNotice } from '../ui/Toasts.tsx'

let asked = false

/** Says once, after Alcove ended without being asked to, that it did, that nothing was lost, and where the details are. */
export function useCrashNotice() {
  const navigate = useNavigate()
  useEffect(() => {
    if (asked) return
    asked = true
    void tell().catch(() => {
      // The line was down: the next page says it.
      asked = false
    })

    async function tell() {
      const crash = await client.operation.crashes.unseen()
      if (!crash) return
      showNotice({
        said: 'Alcove ended unexpectedly the last time',
        description: 'Nothing was lost: it goes on where the last step was finished.',
        action: 'Details',
        run: () => void navigate({ to: '/settings/$section', params: { section: 'health' } }),
      })
      await client.operation.crashes.see()
    }
  }, [navigate])
}
