/** A table that was copied from a spreadsheet or a page, as Markdown; null where nothing like it was copied. */
export function pastedTable({ html, text }: { readonly html: string; readonly text: string }): string | null {
  const rows = rowsOfHtml(html) ?? rowsOfTabs(text)
  if (!rows) return null
  const width = Math.max(...rows.map((row) => row.length))
  if (rows.length < 2 || width < 2) return null
  const [head = [], ...body] = rows.map((row) => Array.from({ length: width }, (_, column) => cell(row[column] ?? '')))
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}

// A parsed document is inert: it runs nothing and loads nothing.
function rowsOfHtml(html: string): string[][] | null {
  if (!/<table[\s>]/i.test(html)) return null
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const tables = parsed.querySelectorAll('table')
  const [table] = tables
  const around = parsed.body.textContent?.trim() ?? ''
  // A table within a longer text is not what was meant to be pasted as one.
  if (!table || tables.length > 1 || around.length > (table.textContent?.trim().length ?? 0) + 20) return null
  return [...table.rows].map((row) =>
    [...row.cells].flatMap((one) => [one.textContent ?? '', ...Array.from({ length: one.colSpan - 1 }, () => '')]),
  )
}

/** Every line has as many tabs: cells, as spreadsheets put them on the clipboard beside HTML. */
function rowsOfTabs(text: string): string[][] | null {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const rows = lines.slice(0, lines.findLastIndex((line) => line !== '') + 1).map((row) => row.split('\t'))
  const [first] = rows
  return first && first.length > 1 && rows.every((row) => row.length === first.length) ? rows : null
}

function cell(text: string) {
  return text.replace(/\s+/g, ' ').trim().replaceAll('\\', '\\\\').replaceAll('|', '\\|')
}

function line(cells: readonly string[]) {
  return `| ${cells.join(' | ')} |`
}
