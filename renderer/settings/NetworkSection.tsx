import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { OutwardRequest } from '#contract/network.contract'
import { client } from '../app/client.ts'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { Switch } from '../ui/Switch.tsx'
import { say } from '../ui/Toasts.tsx'
import { bytes, longDate } from '../ui/words.ts'
import './network.css'

const queryKey = ['network', 'list']
const purposes = {
  answers: 'answers',
  embedding: 'finding by meaning',
  backup: 'a backup',
  updates: 'updates',
} as const

/** The switch that stops all that leaves this machine, and a list of what left it, to whom and for what. */
export function NetworkSection() {
  const { settings, change, problem } = useSettings()
  const cache = useQueryClient()
  const { data: requests, isError } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.network.list({ limit: 100 }, { signal }),
    staleTime: 0,
  })
  const forget = useMutation({
    mutationFn: () => client.network.forget(),
    onSettled: () => cache.invalidateQueries({ queryKey }),
    onError: () => say('The list could not be forgotten just now', 'It is as it was.'),
  })
  return (
    <>
      <Rows>
        <Row
          name="Nothing leaves this machine"
          note="Holds back every request to another machine: servers of models, and backups to elsewhere. What runs here goes on."
          problem={problem}
        >
          <Switch
            label="Nothing leaves this machine"
            on={settings.offline}
            onChange={(offline) => change({ offline })}
          />
        </Row>
      </Rows>
      <section>
        <h2>
          <span className="em">What left this machine</span>
          <span className="text-muted">never what was said</span>
          <Link className="link" to="/settings/$section" params={{ section: 'activity' }}>
            What Alcove did
          </Link>
          <span className="grow" />
          {requests && requests.length > 0 && (
            <Button kind="quiet" onClick={() => forget.mutate()}>
              Forget the list
            </Button>
          )}
        </h2>
        {isError && <p>The list could not be read just now. Nothing of it is lost.</p>}
        {requests?.length === 0 && (
          <p className="text-muted">Nothing. Every request to another machine would stand here.</p>
        )}
        {requests && requests.length > 0 && (
          <ul className="left-here">
            {requests.map((request) => (
              <Left key={request.id} request={request} />
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function Left({ request }: { readonly request: OutwardRequest }) {
  const { at, host, purpose, method, path, outcome, status, bytes: sent } = request
  return (
    <li>
      <StateShape shape={outcome === 'answered' ? 'full' : 'cross'} tone={outcome === 'answered' ? 'wait' : 'bad'} />
      <span className="cut grow" title={`${method} ${host}${path}`}>
        {host} <span className="text-muted">for {purposes[purpose]}</span>
      </span>
      <span className="num text-muted">
        {outcome === 'held-back' ? 'held back' : outcome === 'failed' ? 'no answer' : `answered ${status ?? ''}`}
        {sent !== null && sent > 0 && outcome !== 'held-back' && `, ${bytes(sent)} sent`}
      </span>
      <time className="num text-muted" dateTime={new Date(at).toISOString()}>
        {longDate(at)} {new Date(at).toLocaleTimeString('en-GB', { timeStyle: 'short' })}
      </time>
    </li>
  )
}
