import type { TreeNode } from '#contract/conversations.contract'

/** A message on the map, as deep as there are choices above it. */
export interface MapLine extends TreeNode {
  readonly depth: number
}

/** The tree as lines from above: what has no versions continues its column, what has stands one step in. */
export function mapOf(nodes: readonly TreeNode[]): readonly MapLine[] {
  const ids = new Set(nodes.map(({ id }) => id))
  const children = Map.groupBy(nodes, ({ parentId }) => (parentId !== null && ids.has(parentId) ? parentId : null))
  const lines: MapLine[] = []
  const waiting = (children.get(null) ?? []).toReversed().map((node) => ({ node, depth: 0 }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth } = next
    lines.push({ ...node, depth })
    const below = children.get(node.id) ?? []
    const step = below.length > 1 ? 1 : 0
    waiting.push(...below.toReversed().map((one) => ({ node: one, depth: depth + step })))
  }
  return lines
}
