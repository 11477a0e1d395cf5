import { FileText, FolderTree, Layers } from 'lucide-react'
import { useState } from 'react'
import type { BinItem } from '#contract/bin.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { longDate, plural } from '../ui/words.ts'
import { namesOf } from './bin.ts'
import './listing.css'
import { useBin } from './useBin.ts'

const icons = { source: FolderTree, document: FileText, collection: Layers }

/** What was taken out of the library, until it is forgotten. */
export function BinList({ filter }: { readonly filter: string }) {
  const { items, isError, again, restore, forget, isForgetting } = useBin()
  const [forgetting, setForgetting] = useState<readonly BinItem[] | null>(null)
  const wanted = filter.toLocaleLowerCase()
  const shown = items?.filter(({ title, path }) => `${title}\n${path}`.toLocaleLowerCase().includes(wanted))
  return (
    <div className="lines">
      <section aria-label="Bin">
        <h2>
          <span className="cut">What you took out stays here for thirty days. Your files were never touched.</span>
          <span className="grow" />
          {items && items.length > 0 && (
            <Button kind="quiet" onClick={() => setForgetting(items)}>
              Empty the bin
            </Button>
          )}
        </h2>
        {isError && (
          <p className="none">
            The bin could not be opened just now. Nothing is lost.{' '}
            <button type="button" className="link" onClick={again}>
              Try again
            </button>
          </p>
        )}
        {!shown && !isError && (
          <div className="none">
            <AfterBlink>
              <Bones widths={[50, 40, 56]} />
            </AfterBlink>
          </div>
        )}
        {shown?.length === 0 && (
          <p className="none">{filter ? `Nothing in the bin is called “${filter}”.` : 'The bin is empty.'}</p>
        )}
        <ul className="listing">
          {shown?.map((item) => (
            <li key={item.id}>
              <span className="what">
                <Icon of={icons[item.kind]} />
                <span className="cut" dir="auto" title={item.path ?? undefined}>
                  {item.title}
                </span>
              </span>
              <span className="cut num text-muted">Forgotten on {longDate(item.forgottenAt)}</span>
              <span className="acts">
                <Button kind="quiet" onClick={() => restore([item])}>
                  Restore<span className="unseen"> {item.title}</span>
                </Button>
                <Button kind="quiet" onClick={() => setForgetting([item])}>
                  Forget now<span className="unseen">: {item.title}</span>
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </section>
      {forgetting && (
        <Dialog
          open
          onClose={() => setForgetting(null)}
          title={
            forgetting.length === 1 ? 'Forget it for good?' : `Forget ${plural(forgetting.length, 'thing')} for good?`
          }
          description={`${namesOf(forgetting)} cannot be brought back from here then, nor the tags and categories given to ${forgetting.length === 1 ? 'it' : 'them'}. Your files stay where they are and can be added again.`}
          actions={
            <>
              <Button onClick={() => setForgetting(null)}>Cancel</Button>
              <Button
                kind="danger"
                disabled={isForgetting}
                onClick={() => forget(forgetting, { onSuccess: () => setForgetting(null) })}
              >
                Forget for good
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </div>
  )
}
