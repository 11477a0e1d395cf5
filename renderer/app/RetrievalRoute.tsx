import { getRouteApi } from '@tanstack/react-router'
import { RetrievalPage } from '../search/RetrievalPage.tsx'

const route = getRouteApi('/framed/retrieval')

/** The explanation of the search its address names. */
export function RetrievalRoute() {
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <RetrievalPage
      key={q}
      query={q}
      onQuery={(next) => void navigate({ search: (before) => ({ ...before, q: next || undefined }) })}
    />
  )
}
