import { ArrowUpRight, Laptop } from 'lucide-react'
import { Icon } from './Icon.tsx'

/** Says with a word and a shape whether what a server is sent goes out. */
export function Whereabouts({ local, host }: { readonly local: boolean; readonly host?: string | undefined }) {
  return (
    <span className={`inline-flex items-center gap-1 pr-2 ${local ? 'text-muted' : 'em text-warn'}`}>
      <Icon of={local ? Laptop : ArrowUpRight} />
      {local ? 'Stays on this machine' : host ? `Leaves this machine, to ${host}` : 'Leaves this machine'}
    </span>
  )
}
