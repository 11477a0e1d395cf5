import { Link } from '@tanstack/react-router'
import { buttonClass } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'

/** Leads to the page on which times and counts are shown. */
export function InsideLink() {
  return (
    <section>
      <h2>
        <span className="em">Inside Alcove</span>
      </h2>
      <Rows>
        <Row
          name="Where the time goes"
          note="Questions and files, step by step through every process; memory, delays and sizes over the last hour."
        >
          <Link to="/settings/health/inside" className={buttonClass('plain')}>
            Look inside
          </Link>
        </Row>
      </Rows>
    </section>
  )
}
