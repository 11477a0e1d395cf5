import { Dialog } from '../ui/Dialog.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { type Action, useOfferedActions } from './actions.ts'

/** The keys of this page, as offered at this moment. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const actions = useOfferedActions().filter((action) => action.keys !== undefined && !action.hidden)
  const groups = [...Map.groupBy(actions, (action) => action.group)]
  return (
    <Dialog open={open} onClose={onClose} title="Keys" size="wide">
      <div className="grid gap-x-8 gap-y-4 side:grid-cols-2">
        {groups.map(([group, offered]) => (
          <section key={group}>
            <h3 className="em mb-1 text-muted">{group}</h3>
            <dl>
              {offered.map((action) => (
                <KeyRow key={action.id} action={action} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function KeyRow({ action }: { readonly action: Action }) {
  return (
    <div className="flex min-h-7 items-center gap-3">
      <dt className="grow">{action.label}</dt>
      <dd>{action.keys && <Keys keys={action.keys} />}</dd>
    </div>
  )
}
