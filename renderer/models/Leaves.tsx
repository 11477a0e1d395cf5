import { ArrowUpRight } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'

/** Says of a server that what it is sent goes out. */
export function Leaves() {
  return (
    <span className="inline-flex items-center gap-1 pr-4 em text-warn">
      <Icon of={ArrowUpRight} />
      Leaves this machine
    </span>
  )
}
