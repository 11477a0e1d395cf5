import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { iconButtonClass } from './Button.tsx'
import { Icon } from './Icon.tsx'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: string
  /** `wide` for lists and pickers. */
  readonly size?: 'normal' | 'wide'
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** Takes the focus when it closes, where what opened it is no longer there. */
  readonly finalFocus?: RefObject<HTMLElement | null>
  readonly children: ReactNode
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode
}

export function Dialog({
  open,
  onClose,
  title,
  description,
  size = 'normal',
  initialFocus,
  finalFocus,
  children,
  actions,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next: boolean) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-100" />
        <Base.Viewport className="fixed inset-0 z-30 grid place-items-start justify-center overflow-y-auto px-4 pt-[15vh] pb-4">
          <Base.Popup
            initialFocus={initialFocus}
            finalFocus={finalFocus}
            className={`relative w-[min(100vw_-_32px,var(--dialog))] rounded-panel bg-raised p-6 shadow-float outline-none transition-opacity duration-100 ${size === 'wide' ? '[--dialog:640px]' : '[--dialog:480px]'}`}
          >
            <Base.Title className="type-title pr-8">{title}</Base.Title>
            {description && <Base.Description className="mt-1 text-muted">{description}</Base.Description>}
            <Base.Close aria-label="Close" className={`${iconButtonClass} absolute top-4 right-4`}>
              <Icon of={X} />
            </Base.Close>
            <div className="mt-4">{children}</div>
            {actions && <div className="mt-6 flex flex-wrap justify-end gap-2">{actions}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
