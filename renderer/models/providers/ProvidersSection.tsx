import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ModelServer } from '#contract/models.contract'
import type { KnownProvider } from '#contract/providers.contract'
import { hostOf } from '../../app/address.ts'
import { ConsentDialog } from '../../app/ConsentDialog.tsx'
import { useConsent } from '../../app/useConsent.ts'
import { Button } from '../../ui/Button.tsx'
import { Row, Rows } from '../../ui/Rows.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import { Whereabouts } from '../../ui/Whereabouts.tsx'
import { plural } from '../../ui/words.ts'
import { serverState } from '../model-row.ts'
import { ProviderDialog } from './ProviderDialog.tsx'
import { keyWords } from './presets.ts'
import { useProviders } from './useProviders.ts'

export interface ProvidersSectionProps {
  /** As they were found; absent while they are looked for. */
  readonly servers: readonly ModelServer[] | undefined
  /** Where sealed keys can be opened. */
  readonly keys: ReactNode
}

/** The servers that speak as OpenAI does, and the way to add one. */
export function ProvidersSection({ servers, keys }: ProvidersSectionProps) {
  const providers = useProviders() ?? []
  const [changing, setChanging] = useState<string | null>(null)
  return (
    <section aria-label="Other servers">
      <h2>
        <span className="em">Other servers</span>
        <span className="text-muted">OpenAI-compatible</span>
        <span className="grow" />
        <Button kind="quiet" icon={Plus} onClick={() => setChanging('new')}>
          Add a server
        </Button>
      </h2>
      {keys}
      <Rows>
        {providers.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            server={servers?.find(({ id }) => id === provider.id)}
            onChange={() => setChanging(provider.id)}
          />
        ))}
        {providers.length === 0 && (
          <Row
            name="None"
            note="LM Studio, llama.cpp or vLLM on this machine, or a service elsewhere if you choose to."
          />
        )}
      </Rows>
      {changing !== null && (
        <ProviderDialog provider={providers.find(({ id }) => id === changing)} onClose={() => setChanging(null)} />
      )}
    </section>
  )
}

interface ProviderRowProps {
  readonly provider: KnownProvider
  readonly server: ModelServer | undefined
  readonly onChange: () => void
}

function ProviderRow({ provider, server, onChange }: ProviderRowProps) {
  const [asking, setAsking] = useState(false)
  const { withdraw, problem } = useConsent()
  const { id, address, local } = provider
  const host = hostOf(address)
  return (
    <Row
      name={
        <span className="flex flex-wrap items-center gap-x-3">
          {provider.name}
          <Whereabouts local={local} />
        </span>
      }
      note={<Note provider={provider} server={server} />}
      problem={problem}
    >
      {server?.state === 'not-allowed' && <Button onClick={() => setAsking(true)}>Allow</Button>}
      {!local && server && server.allowedAt !== null && <Button onClick={() => withdraw(id)}>Send nothing more</Button>}
      <Button onClick={onChange} aria-label={`Change ${provider.name}`}>
        Change
      </Button>
      {asking && (
        <ConsentDialog
          server={{ id, host, open: address.startsWith('http:') }}
          onClose={() => setAsking(false)}
          onAllowed={() => setAsking(false)}
        />
      )}
    </Row>
  )
}

function Note({ provider, server }: Omit<ProviderRowProps, 'onChange'>) {
  const key = keyWords(provider.keyIn)
  const allowed = server?.allowedAt ?? null
  const { shape, tone, words } = serverState(server?.state ?? 'not-configured')
  return (
    <>
      {server && (
        <span className="with-state text-ink">
          <StateShape shape={shape} tone={tone} />
          <span>
            {words}
            {server.state === 'ready' && `, ${plural(server.models.length, 'model')}`}
          </span>
        </span>
      )}
      <span className="block">
        {hostOf(provider.address)}. {key}
        {!provider.local && allowed !== null && ` You allowed it on ${new Date(allowed).toLocaleDateString()}.`}
      </span>
      {server?.advice && <span className="block">{server.advice}</span>}
    </>
  )
}
