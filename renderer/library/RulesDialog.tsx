import { useState } from 'react'
import type { Source } from '#contract/library-item'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { inputClass } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { pathBelow } from './left-out.ts'
import './listing.css'
import { RuleSaid } from './RuleSaid.tsx'
import { isSameRules, saysPreview } from './rules.ts'
import { usePreview, useRules } from './useRules.ts'

export interface RulesDialogProps {
  readonly source: Source
  readonly onClose: () => void
}

/** What a source leaves out, as patterns, with what they would do to the library while they are typed. */
export function RulesDialog({ source, onClose }: RulesDialogProps) {
  const [scope, setScope] = useState<'source' | 'all'>('source')
  const { rules, isError, again, set, isSetting } = useRules(scope === 'source' ? source.id : null, source.id)
  const [typed, setTyped] = useState<Readonly<Partial<Record<'source' | 'all', string>>>>({})
  const kept = rules?.[scope]
  const patterns = typed[scope] ?? kept ?? ''
  const changed = kept !== undefined && !isSameRules(patterns, kept)

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={`What “${source.title}” leaves out`}
      description="Files that match are not read, and leave the library for as long as the rule stands. Your files stay as they are."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!changed || isSetting} onClick={() => set(patterns, { onSuccess: onClose })}>
            Keep these rules
          </Button>
        </>
      }
    >
      <div className="mb-2 flex items-center justify-between gap-2">
        <label htmlFor="patterns" className="em">
          Rules
        </label>
        <Select
          label="Rules for"
          align="end"
          value={scope}
          onChange={(value) => setScope(value === 'all' ? 'all' : 'source')}
          options={[
            { value: 'source', label: 'This source' },
            { value: 'all', label: 'All sources' },
          ]}
        />
      </div>
      <textarea
        id="patterns"
        className={`${inputClass} patterns`}
        spellCheck={false}
        autoCapitalize="off"
        aria-describedby="patterns-help"
        placeholder={'drafts/\n*.bak\n!Keep.bak'}
        value={patterns}
        disabled={!rules}
        onChange={(event) => setTyped({ ...typed, [scope]: event.currentTarget.value })}
      />
      <p id="patterns-help" className="mt-1 text-muted">
        One a line, as in .gitignore: <code>drafts/</code> is a folder, <code>*.bak</code> all files of that ending, and{' '}
        <code>!Keep.bak</code> takes one in again, also what Alcove leaves out by itself.
        {rules && rules.files.length > 0 && ` Rules of ${rules.files.join(', ')} hold as well.`}
      </p>
      {isError ? (
        <p className="mt-3 text-danger" role="alert">
          The rules could not be loaded just now.{' '}
          <button type="button" className="link" onClick={again}>
            Try again
          </button>
        </p>
      ) : (
        rules && <Preview source={source} scope={scope} patterns={patterns} rules={rules} />
      )}
    </Dialog>
  )
}

interface PreviewProps {
  readonly source: Source
  readonly scope: 'source' | 'all'
  readonly patterns: string
  readonly rules: { readonly source: string }
}

function Preview({ source, scope, patterns, rules }: PreviewProps) {
  // Those for all sources hold before those of one, so they stand above them here.
  const { preview, isWaiting, isError } = usePreview(
    source.id,
    scope === 'source' ? patterns : `${patterns}\n${rules.source}`,
  )
  return (
    <section className="preview" aria-label="What these rules would do" aria-busy={isWaiting}>
      <p className="num em" role="status">
        {isError ? 'What these rules would do could not be looked up just now.' : preview && saysPreview(preview)}
      </p>
      <ul className="listing" data-waiting={isWaiting || undefined}>
        {!preview && !isError && (
          <li>
            <AfterBlink>
              <Bones widths={[56, 40, 64]} />
            </AfterBlink>
          </li>
        )}
        {preview?.leftOut.map((out) => {
          return (
            <li key={out.path} data-leaving={out.inLibrary || undefined}>
              <span className="cut" dir="auto" title={out.path}>
                {pathBelow(out.path, source.path, out.folder)}
              </span>
              <RuleSaid out={out} />
              {out.inLibrary && <span className="leaving">leaves the library</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
