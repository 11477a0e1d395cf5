import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { licences } from './licences.ts'

const Listed = z.array(z.tuple([z.string(), z.string(), z.string()]))

/** What Alcove is made of: what people see most of, and on demand every package with its licence. */
export function LicencesSection() {
  const [isWhole, setWhole] = useState(false)
  const { data: packages, isError } = useQuery({
    queryKey: ['third-party'],
    queryFn: async ({ signal }) => Listed.parse(await (await fetch('./third-party.json', { signal })).json()),
    enabled: isWhole,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section>
      <h2>
        <span className="em">Built with</span>
        <span className="text-muted">and their licences</span>
        <span className="grow" />
        <Button kind="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'The most important' : 'All packages'}
        </Button>
      </h2>
      {isWhole && isError && <p className="text-muted">The list could not be read. It is in the folder of Alcove.</p>}
      <ul className="licences">
        {isWhole
          ? packages?.map(([name, version, licence]) => (
              <li key={`${name} ${version}`}>
                <span>
                  {name} <span className="num text-muted">{version}</span>
                </span>
                <span className="text-muted">{licence}</span>
              </li>
            ))
          : licences.map(({ what, licence, address }) => (
              <li key={what}>
                <a
                  className="link"
                  href={address}
                  rel="noreferrer noopener"
                  onClick={(event) => {
                    event.preventDefault()
                    void client.system.openExternal({ url: address })
                  }}
                >
                  {what}
                </a>
                <span className="text-muted">{licence}</span>
              </li>
            ))}
      </ul>
    </section>
  )
}
