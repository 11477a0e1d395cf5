import { Row, Rows } from '../ui/Rows.tsx'
import { LicencesSection } from './LicencesSection.tsx'
import { UpdatesSection } from './UpdatesSection.tsx'
import { useVersion } from './useSystem.ts'

/** Which Alcove this is, whether there is a newer one, and what it is made of. */
export function AboutPanel() {
  const { data: version } = useVersion()
  return (
    <>
      <Rows>
        <Row
          name={version ? `Alcove ${version.version}` : 'Alcove'}
          note={
            <span className="num">
              {version ? `Node ${version.node.replace(/^v/, '')} on ${version.platform}. ` : ''}Free to use, change and
              share under the MIT licence.
            </span>
          }
        />
      </Rows>
      <UpdatesSection />
      <LicencesSection />
    </>
  )
}
