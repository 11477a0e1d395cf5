import { Copy } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { say } from '../ui/Toasts.tsx'
import './encryption.css'

/** A recovery key as it is shown once, in groups that are easily written down. */
export function RecoveryKey({ value }: { readonly value: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    say('The recovery key was copied', 'Put it where it is safe, and copy something else afterwards.')
  }
  return (
    <div className="flex flex-col gap-3">
      <p>
        Write this down and keep it apart from this machine. It is shown this once, it is kept nowhere, and it opens the
        library when the passphrase is forgotten or the keychain is gone.
      </p>
      <output className="recovery" aria-label="Recovery key">
        {value.split('-').map((group, place) => (
          <span key={`${place} ${group}`}>{group}</span>
        ))}
      </output>
      <div>
        <Button kind="quiet" icon={Copy} onClick={() => void copy()}>
          Copy
        </Button>
      </div>
    </div>
  )
}
