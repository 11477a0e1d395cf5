interface Node {
  type: string
  readonly children?: readonly Node[]
}

/** Has marks between angle brackets stand as they were typed: who writes `<name>` in a message means no HTML, and it would not be drawn. */
export function remarkPlainHtml() {
  return (tree: Node) => {
    const todo: Node[] = [tree]
    for (let node = todo.pop(); node; node = todo.pop()) {
      if (node.type === 'html') node.type = 'text'
      todo.push(...(node.children ?? []))
    }
  }
}
