import type { LeftOut } from '#contract/rules.contract'
import { saysRule } from './left-out.ts'

/** The rule that leaves something out, and whose it is. */
export function RuleSaid({ out }: { readonly out: LeftOut }) {
  const { rule, whose, isPattern } = saysRule(out)
  return (
    <span className="cut text-muted" title={`${rule}, ${whose}`}>
      {isPattern ? <code>{rule}</code> : rule}, {whose}
    </span>
  )
}
