import { getRouteApi } from '@tanstack/react-router'
import { LibraryPage } from '../library/LibraryPage.tsx'

const route = getRouteApi('/framed/library')

/** The library at the place its address names. */
export function LibraryRoute() {
  const place = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <LibraryPage
      place={place}
      onPlace={(next, how) =>
        void navigate({ search: (before) => ({ ...before, ...next }), replace: how === 'typing' })
      }
    />
  )
}
