const ownCopy = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\w+$/

/** What a document is called: its name on disk, or its title where the file is a copy Alcove keeps under a name of its own. */
export function nameOfFile({ path, title }: { readonly path: string; readonly title: string }) {
  const name = path.split(/[\\/]/).at(-1) ?? title
  return ownCopy.test(name) ? title : name
}
