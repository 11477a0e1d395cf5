import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { DiagnosticsDialog } from './DiagnosticsDialog.tsx'

/** Leads to a bundle of files about the program, which a person reads before it is saved. */
export function DiagnosticsSection() {
  const [open, setOpen] = useState(false)
  return (
    <section>
      <h2>
        <span className="em">Diagnostics</span>
      </h2>
      <Rows>
        <Row
          name="A file for whoever helps you"
          note="Versions, facts of this machine, states, counts, logs and crash records; nothing that you wrote, asked or were answered. You see every file of it first. Nothing is sent."
        >
          <Button onClick={() => setOpen(true)}>Collect diagnostics</Button>
        </Row>
      </Rows>
      {open && <DiagnosticsDialog onClose={() => setOpen(false)} />}
    </section>
  )
}
