const ownCopy = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\w+$/

/** Mail and exported chats: what is in such a file, and who reads a message, goes by the title. */
const holder = /(?:^|\.)(?:mbox|mbx|eml)$|\.zip$|^conversations(?:-\d+)?\.json$/i

/** What a document is called: its name on disk, or its title where it is inside a file or the file is a copy Alcove keeps under a name of its own. */
export function nameOfFile({ path, title }: { readonly path: string; readonly title: string }) {
  const name = path.split(/[\\/]/).at(-1) ?? title
  return ownCopy.test(name) || holder.test(name) ? title : name
}
