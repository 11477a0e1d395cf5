import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { buttonClass, iconButtonClass } from './Button.tsx'
import { Icon } from './Icon.tsx'

const toasts = Toast.createToastManager()
const tenSeconds = 10_000

/** Says what was done and offers to undo it for ten seconds. */
export function showUndo({ said, undo }: { readonly said: string; readonly undo: () => void }) {
  const id = toasts.add({
    title: said,
    timeout: tenSeconds,
    actionProps: {
      children: 'Undo',
      onClick: () => {
        toasts.close(id)
        undo()
      },
    },
  })
}

export interface Notice {
  readonly said: string
  readonly description: string
  readonly action: string
  readonly run: () => void
}

/** Says something that must not be missed, and offers to do something about it; it stays until it is closed. */
export function showNotice({ said, description, action, run }: Notice) {
  const id = toasts.add({
    title: said,
    description,
    timeout: 0,
    actionProps: {
      children: action,
      onClick: () => {
        toasts.close(id)
        run()
      },
    },
  })
}

/** Says something in passing: a thing that was done, or one that could not be. */
export function say(said: string, description?: string) {
  toasts.add({ title: said, description, timeout: tenSeconds })
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-0 bottom-6 left-0 z-50 mx-auto flex w-[min(100vw_-_32px,440px)] flex-col gap-2 outline-none">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const manager = Toast.useToastManager()
  return manager.toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['down', 'right']}
      className="rounded-panel bg-raised shadow-float transition-opacity duration-100"
    >
      <Toast.Content className="flex items-center gap-2 py-2 pr-2 pl-4">
        <div className="min-w-0 grow">
          <Toast.Title className="type-dense cut" />
          <Toast.Description className="type-dense text-muted" />
        </div>
        <Toast.Action className={`${buttonClass('quiet')} text-accent!`} />
        <Toast.Close aria-label="Close" className={iconButtonClass}>
          <Icon of={X} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
