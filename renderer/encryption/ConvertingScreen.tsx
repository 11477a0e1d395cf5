import type { EncryptionState } from '#contract/encryption.contract'
import { usePageTitle } from '../app/page-title.ts'
import './encryption.css'

const steps: Readonly<Record<NonNullable<EncryptionState['work']>['step'], string>> = {
  copying: 'The library is copied',
  encrypting: 'The copy is encrypted',
  decrypting: 'The copy is decrypted',
  checking: 'Both are compared',
  files: 'Pasted texts and dropped files follow',
  finishing: 'Everything takes its place',
}

/** What is shown while the library is encrypted or decrypted. */
export function ConvertingScreen({ work }: { readonly work: NonNullable<EncryptionState['work']> }) {
  const title = work.kind === 'encrypt' ? 'Encrypting your library' : 'Decrypting your library'
  usePageTitle(title)
  return (
    <div className="door">
      <main id="main">
        <h1>{title}</h1>
        <p className="lede" role="status">
          {steps[work.step]}.
        </p>
        <p className="text-muted">
          The old state stays until the new one is whole. If this is cut off, the next start finishes it or goes back;
          nothing is lost.
        </p>
      </main>
    </div>
  )
}
