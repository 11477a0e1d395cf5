import { ask } from '../app/asked.ts'
import { isNarrowed, type LibraryView, type Tab } from './place.ts'

const nothingIn: Readonly<Record<Tab, string>> = {
  all: 'No files are here yet. What you added is being looked through.',
  ready: 'Nothing is ready yet; the first files are in a moment.',
  waiting: 'Nothing waits. All files were read.',
  failed: 'Nothing failed. Every file could be read.',
  'left-out': 'Nothing was left out.',
  gone: 'Nothing is gone.',
  bin: 'The bin is empty.',
}

/** Stands where the rows would be: why there are none, and the ways out. */
export function NothingHere({ view, onAll }: { readonly view: LibraryView; readonly onAll: () => void }) {
  if (!isNarrowed(view)) return nothingIn[view.tab]
  const said = view.filter ? `Nothing here is called “${view.filter}”.` : 'Nothing is left by these filters.'
  return (
    <>
      {said}{' '}
      <button type="button" className="link" onClick={onAll}>
        Show all files
      </button>{' '}
      or{' '}
      <button type="button" className="link" onClick={() => ask({ kind: 'why', path: '', query: '' })}>
        find out why one is missing
      </button>
    </>
  )
}
