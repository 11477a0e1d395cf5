import { useActions } from '../app/actions.ts'
import { useEncryption } from './useEncryption.ts'

/** Offers to close an encrypted library that a passphrase opens, from every page. */
export function useLockAction() {
  const { state, lock } = useEncryption()
  const canLock = state?.state === 'open' && state.canReopen && state.ways.includes('passphrase')
  useActions(
    canLock
      ? [
          {
            id: 'lock',
            group: 'Page',
            label: 'Close the encrypted library',
            keys: 'mod+shift+e',
            whileTyping: true,
            run: () => lock(),
          },
        ]
      : [],
  )
}
