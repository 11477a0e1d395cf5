import { Command } from '../ui/Command.tsx'
import { Row } from '../ui/Rows.tsx'
import { bytes } from '../ui/words.ts'
import { useStatus } from './useSystem.ts'

/** Where everything that Alcove makes is kept, and how much room it takes. */
export function DataFolderRow() {
  const { data: status, isError } = useStatus()
  return (
    <Row
      name="Data folder"
      note={
        status ? (
          <span className="num">
            {bytes(status.bytes)}. Index, conversations, settings and copies of what you pasted or dropped; your own
            files are not in it.
          </span>
        ) : (
          'Index, conversations, settings and copies of what you pasted or dropped.'
        )
      }
      problem={isError && !status ? 'Its size could not be found out just now.' : null}
    >
      {status && <Command text={status.dataFolder} />}
    </Row>
  )
}
