import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Assistant, Prompt } from '#contract/assistants.contract'
import { useSettings } from '../../app/useSettings.ts'
import { Button } from '../../ui/Button.tsx'
import { Row, Rows } from '../../ui/Rows.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { plural } from '../../ui/words.ts'
import { AssistantDialog } from './AssistantDialog.tsx'
import { PromptDialog } from './PromptDialog.tsx'
import { whenAsked } from './schedule-words.ts'
import { useKept } from './useKept.ts'

/** How answers are: what is asked of every one, assistants, prompts, and how long conversations are kept. */
export function AnswersPanel() {
  const kept = useKept()
  const [assistant, setAssistant] = useState<Assistant | 'new' | null>(null)
  const [prompt, setPrompt] = useState<Prompt | 'new' | null>(null)
  return (
    <>
      <EveryAnswer />
      <section>
        <h2>
          <span className="em">Assistants</span>
          <span className="text-muted">instructions, a model and sources under one name</span>
          <span className="grow" />
          <Button kind="quiet" icon={Plus} onClick={() => setAssistant('new')}>
            New assistant
          </Button>
        </h2>
        {kept.assistants?.length === 0 && (
          <p className="text-muted">None yet. The usual way of answering needs none.</p>
        )}
        <Rows>
          {kept.assistants?.map((one) => (
            <Row key={one.id} name={one.name} note={aboutAssistant(one)}>
              <Button kind="quiet" aria-label={`Change ${one.name}`} onClick={() => setAssistant(one)}>
                Change
              </Button>
              <Button kind="quiet" aria-label={`Remove ${one.name}`} onClick={() => kept.removeAssistant(one)}>
                Remove
              </Button>
            </Row>
          ))}
        </Rows>
      </section>
      <section>
        <h2>
          <span className="em">Prompts</span>
          <span className="text-muted">texts to ask with; type / in an empty box</span>
          <span className="grow" />
          <Button kind="quiet" icon={Plus} onClick={() => setPrompt('new')}>
            New prompt
          </Button>
        </h2>
        {kept.prompts?.length === 0 && <p className="text-muted">None yet.</p>}
        <Rows>
          {kept.prompts?.map((one) => (
            <Row
              key={one.id}
              name={one.name}
              note={
                <span className="block">
                  {one.text.slice(0, 160)}
                  {one.schedule && <span className="block">Asked by itself {whenAsked(one.schedule)}.</span>}
                </span>
              }
            >
              <Button kind="quiet" aria-label={`Change ${one.name}`} onClick={() => setPrompt(one)}>
                Change
              </Button>
              <Button kind="quiet" aria-label={`Remove ${one.name}`} onClick={() => kept.removePrompt(one)}>
                Remove
              </Button>
            </Row>
          ))}
        </Rows>
      </section>
      <Keeping />
      {assistant && (
        <AssistantDialog
          assistant={assistant === 'new' ? null : assistant}
          onClose={() => setAssistant(null)}
          onSave={(one) => {
            kept.saveAssistant(one)
            setAssistant(null)
          }}
        />
      )}
      {prompt && (
        <PromptDialog
          prompt={prompt === 'new' ? null : prompt}
          onClose={() => setPrompt(null)}
          onSave={(one) => {
            kept.savePrompt(one)
            setPrompt(null)
          }}
        />
      )}
    </>
  )
}

function aboutAssistant({ instructions, model, sourceIds }: Assistant) {
  const parts = [
    instructions.slice(0, 120),
    model?.name,
    sourceIds.length > 0 ? `only ${plural(sourceIds.length, 'source')}` : null,
  ]
  return parts.filter(Boolean).join(' · ') || 'As usual, under another name.'
}

/** Kept when the box is left: a half sentence is no instruction. */
function EveryAnswer() {
  const { settings, change, known, problem } = useSettings()
  const [typed, setTyped] = useState<string | null>(null)
  const value = typed ?? settings.customInstructions
  return (
    <section>
      <TextArea
        label="Asked of every answer"
        value={value}
        onChange={setTyped}
        onBlur={() => {
          if (known && typed !== null && typed !== settings.customInstructions) change({ customInstructions: typed })
        }}
        rows={4}
        maxLength={4_000}
        placeholder="For example: answer in Spanish, in short sentences. I am a nurse; medical words need no explanation."
        hint={problem ?? 'Told to the model before every question. Quotes are word for word and not changed by it.'}
      />
    </section>
  )
}

const keepLabels = { '': 'Until removed', '30': '30 days', '90': '90 days', '365': 'A year' } as const

function Keeping() {
  const { settings, change, problem } = useSettings()
  const value = settings.keepConversations === null ? '' : String(settings.keepConversations)
  return (
    <section>
      <h2>
        <span className="em">Keeping</span>
      </h2>
      <Rows>
        <Row
          name="Conversations are kept"
          note="After that they go to the bin, and 30 days later for good. Pinned ones stay."
          problem={problem}
        >
          <Select
            label="Conversations are kept"
            align="end"
            value={value}
            onChange={(next) => change({ keepConversations: next === '' ? null : Number(next) })}
            options={Object.entries(keepLabels).map(([days, label]) => ({ value: days, label }))}
          />
        </Row>
      </Rows>
    </section>
  )
}
