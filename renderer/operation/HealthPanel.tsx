import { ChecksSection } from './ChecksSection.tsx'
import { CrashesSection } from './CrashesSection.tsx'
import { DiagnosticsSection } from './DiagnosticsSection.tsx'
import { FlagsSection } from './FlagsSection.tsx'
import { InsideLink } from './InsideLink.tsx'
import './operation.css'

/** How every part of Alcove is doing, what can be done about it, and what it keeps of its own failures. */
export function HealthPanel() {
  return (
    <>
      <ChecksSection />
      <CrashesSection />
      <DiagnosticsSection />
      <InsideLink />
      <FlagsSection />
    </>
  )
}
