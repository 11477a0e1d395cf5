import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { queries } from '../app/queries.ts'
import { useSettings } from '../app/useSettings.ts'
import { Icon } from '../ui/Icon.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { DataFolderRow } from './DataFolderRow.tsx'
import { leavingHosts } from './leaving-hosts.ts'
import { NetworkSection } from './NetworkSection.tsx'

/** What stays on this machine, what may leave it, and where everything is kept. */
export interface PrivacyPanelProps {
  readonly encryption: ReactNode
  /** Where keys and passwords are kept. */
  readonly secrets: ReactNode
}

/** What stays on this machine, what may leave it, and where everything is kept. */
export function PrivacyPanel({ encryption, secrets }: PrivacyPanelProps) {
  const { data: models } = useQuery(queries.models)
  const { settings, known } = useSettings()
  const hosts = leavingHosts({
    servers: models?.servers ?? [],
    addresses: [settings.ollamaAddress, ...settings.modelProviders.map(({ address }) => address)],
  })
  const isSure = known && models !== undefined
  const place = settings.backups?.place
  const backupsTo = place && place.kind !== 'folder' ? new URL(place.address).host : null
  return (
    <>
      <Rows>
        <Row
          name="Your documents"
          note={
            <Stays>
              Read where they are and never changed. What is kept of them, to find and to quote, stays on this machine.
            </Stays>
          }
        />
        <Row
          name="Your questions and answers"
          note={
            <Stays>
              {hosts.length === 0 && isSure
                ? 'Nothing leaves this machine: the model that answers runs here, or answers are quotes.'
                : 'Kept on this machine. They are sent elsewhere only with a server named below.'}
            </Stays>
          }
        />
        <Row
          name="What you do"
          note={
            <Stays>
              No account, no statistics, and no look for updates unless you want one. Nothing is reported to anybody.
            </Stays>
          }
        />
      </Rows>
      {encryption}
      <NetworkSection />
      <section>
        <h2>
          <span className="em">What may leave this machine</span>
        </h2>
        {hosts.length === 0 && !backupsTo ? (
          <p className="text-muted" role="status">
            {isSure
              ? 'Nothing. A server on another machine would be named here.'
              : 'Looking at the servers that are set up.'}
          </p>
        ) : (
          <Rows>
            {hosts.map((host) => (
              <Row
                key={host}
                name={host}
                note="It is sent your question and the passages it needs, only where you allowed it, and only when its model answers."
              >
                <Leaves />
              </Row>
            ))}
            {backupsTo && (
              <Row
                name={backupsTo}
                note={`It is sent your backups, ${settings.backups?.encrypted ? 'which only your passphrase opens' : 'which are not encrypted'}.`}
              >
                <Leaves />
              </Row>
            )}
          </Rows>
        )}
      </section>
      {secrets}
      <section>
        <h2>
          <span className="em">Where it is kept</span>
        </h2>
        <Rows>
          <DataFolderRow />
          <Row
            name="Taking it with you, and leaving"
            note="Everything can be exported, kept only for a time, and deleted. Nothing of Alcove is anywhere else, and your own files stay as they are."
          >
            <Link className="link" to="/settings/$section" params={{ section: 'your-data' }}>
              Your data
            </Link>
          </Row>
        </Rows>
      </section>
    </>
  )
}

/** Says of a row that what it names goes out. */
function Leaves() {
  return (
    <span className="inline-flex items-center gap-1 em text-warn">
      <Icon of={ArrowUpRight} />
      Leaves this machine
    </span>
  )
}

function Stays({ children }: { readonly children: string }) {
  return (
    <span className="with-state">
      <StateShape shape="full" tone="ok" />
      <span>{children}</span>
    </span>
  )
}
