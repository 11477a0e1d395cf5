/** An answer with all that Markdown can hold here. */
export const writtenWithEverything = `Of the lease [1], inline $a^2 + b^2 = c^2$, and $5 and $6 stay [1]. Numbers in \`code[1]\` stay.

\`\`\`ts
// A comment [1]
export function moor(ship: Ship, n = 12): string {
  return \`\${ship.name} at quay \${n}\` + list[1]
}
\`\`\`

$$
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
- \\sum_{n} a[1]
$$

| Quay | Depth |
|---|---:|
| A | 4 m [1] |
| B | $x_1$ [1] |

- [x] Ask the harbour master[^1]
- [ ] Read the lease [1]

1. One, with \\(b\\)
2. Two

   \`\`\`sh
   ls
   \`\`\`

\`\`\`diff
--- a/x.ts
+++ b/x.ts
@@ -1 +1 @@
-const a = 1
+const a = 2
 same
\`\`\`

\`\`\`mermaid
graph TD
  A[Start] --> B{Tide?}
  B -->|high| C[Enter]
  B -->|low| D[Wait]
\`\`\`

\`\`\`klingon
qaStaH nuq
\`\`\`

> Wrong: $\\frac{a$ and \\(\\notacommand{x}\\).

[^1]: By the bridge, *always*.
`
