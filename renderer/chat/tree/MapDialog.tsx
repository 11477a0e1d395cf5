import { useQuery } from '@tanstack/react-query'
import { queries } from '../../app/queries.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { AfterBlink, Bones } from '../../ui/Skeleton.tsx'
import { mapOf } from './map.ts'

export interface MapDialogProps {
  readonly conversationId: string
  readonly onShow: (messageId: string) => void
  readonly onClose: () => void
}

/** Every question and answer of a conversation, with those on the shown branch set off; a click goes there. */
export function MapDialog({ conversationId, onShow, onClose }: MapDialogProps) {
  const { data: nodes, isError } = useQuery(queries.conversationTree(conversationId))
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title="Map of this conversation"
      description="What stands one step in has other versions beside it. Nothing here is lost by going to another branch."
    >
      {isError && <p>The map could not be read just now. Close it and open it again.</p>}
      {!nodes && !isError && (
        <AfterBlink>
          <Bones widths={[70, 90, 40]} />
        </AfterBlink>
      )}
      {nodes && (
        <ul className="map">
          {mapOf(nodes).map(({ id, depth, role, text, model, shown }) => (
            // Custom properties are not in React's types.
            <li key={id} style={{ '--depth': depth } as object}>
              <button
                type="button"
                data-shown={shown || undefined}
                aria-current={shown ? 'true' : undefined}
                onClick={() => {
                  onShow(id)
                  onClose()
                }}
              >
                <span className={`cut ${role === 'question' ? 'em' : ''}`} dir="auto">
                  {text || 'No words yet'}
                </span>
                {role === 'answer' && <span className="by">{model ?? 'quotes'}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
