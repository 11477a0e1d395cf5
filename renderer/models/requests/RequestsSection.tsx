import { useState } from 'react'
import type { ModelFigures, ModelRequest } from '#contract/model-requests.contract'
import { shortName } from '../../app/model-choice.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import { count, longDate } from '../../ui/words.ts'
import { firstWordWords, howItWent, speed, storedWords, tokens, workWords } from './request-words.ts'
import './requests.css'
import { useRequests } from './useRequests.ts'

const periods = [
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
]

/** What was asked of each model and how fast it was, and the latest requests. */
export function RequestsSection() {
  const [period, setPeriod] = useState('7')
  const { figures, latest, isError, forget } = useRequests(Number(period))
  const models = figures?.models ?? []
  return (
    <section aria-label="Requests to models">
      <h2>
        <span className="em">Requests to models</span>
        <span className="text-muted">never what was said; kept for 90 days</span>
        <span className="grow" />
        {latest && latest.length > 0 && (
          <Button kind="quiet" onClick={forget}>
            Forget them
          </Button>
        )}
        <Select label="Time" kind="quiet" align="end" value={period} options={periods} onChange={setPeriod} />
      </h2>
      {isError && <p>The requests could not be read just now. Nothing of them is lost.</p>}
      {figures && models.length === 0 && <p className="text-muted">No model was asked anything in this time.</p>}
      {models.length > 0 && <Figures models={models} />}
      {figures && figures.stored.responses > 0 && <p className="text-muted">{storedWords(figures.stored)}</p>}
      {latest && latest.length > 0 && (
        <>
          <h3 className="text-muted">Latest</h3>
          <ul className="asked-models" aria-label="Latest requests to models">
            {latest.map((request) => (
              <Asked key={request.id} request={request} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Figures({ models }: { readonly models: readonly ModelFigures[] }) {
  return (
    <div className="figures" role="table" aria-label="Figures of each model">
      <div className="fr head" role="row">
        <span role="columnheader">Model</span>
        <span role="columnheader">Requests</span>
        <span role="columnheader">Failed</span>
        <span role="columnheader">First word</span>
        <span role="columnheader">Tokens a second</span>
        <span role="columnheader">Tokens read</span>
        <span role="columnheader">Tokens written</span>
      </div>
      {models.map((figures) => (
        <Figure key={`${figures.server} ${figures.model} ${figures.local}`} figures={figures} />
      ))}
    </div>
  )
}

function Figure({ figures }: { readonly figures: ModelFigures }) {
  const { model, local, requests, failed, promptTokens, answerTokens } = figures
  return (
    <div className="fr" role="row">
      <span className="cut name" role="cell" title={model}>
        {shortName(model)} {!local && <span className="text-muted">elsewhere</span>}
      </span>
      <span role="cell" data-label="Requests">
        {count(requests)}
      </span>
      <span role="cell" data-label="Failed">
        {count(failed)}
      </span>
      <span role="cell" data-label="First word">
        {firstWordWords(figures)}
      </span>
      <span role="cell" data-label="Tokens a second">
        {speed(figures)}
      </span>
      <span role="cell" data-label="Tokens read">
        {tokens(promptTokens)}
      </span>
      <span role="cell" data-label="Tokens written">
        {tokens(answerTokens)}
      </span>
    </div>
  )
}

function Asked({ request }: { readonly request: ModelRequest }) {
  const { at, model, outcome } = request
  const tone = outcome === 'failed' ? 'bad' : outcome === 'stopped' ? 'wait' : 'ok'
  return (
    <li>
      <StateShape shape={outcome === 'failed' ? 'cross' : outcome === 'stopped' ? 'half' : 'full'} tone={tone} />
      <span className="cut grow" title={model}>
        {shortName(model)} <span className="text-muted">for {workWords(request)}</span>
      </span>
      <span className="num text-muted">{howItWent(request)}</span>
      <time className="num text-muted" dateTime={new Date(at).toISOString()}>
        {longDate(at)} {new Date(at).toLocaleTimeString('en-GB', { timeStyle: 'short' })}
      </time>
    </li>
  )
}
