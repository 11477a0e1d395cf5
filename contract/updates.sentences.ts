import type { UpdateProblem } from './updates.contract.ts'

/** What a person is told when there is no update: what happened, what is safe, what to do next. */
export function sentenceForUpdate({ reason, detail }: UpdateProblem): string {
  switch (reason) {
    case 'not-here':
      return 'This Alcove was not installed as a desktop app, so it is updated in the way it came here.'
    case 'no-address':
      return 'This copy of Alcove was built without an address for updates. Get a newer one from where you got this one.'
    case 'held-back':
      return 'Requests to other machines are held back, so nobody was asked. The switch is in Settings, Privacy.'
    case 'unreachable':
      return `The server of updates cannot be reached. Your Alcove goes on as it is. Look at the network, and try again later. (${detail})`
    case 'not-signed':
      return `What the server of updates said does not carry the signature of those who make Alcove, so it was not believed. Nothing was changed. Should this go on, get a newer Alcove from where you got this one. (${detail})`
    case 'other-program':
      return `The server of updates spoke of another program or channel (${detail}). Nothing was changed.`
    case 'older':
      return `The server of updates offers ${detail}, which is older than this Alcove. An older version is never put in the place of a newer one. Nothing was changed.`
    case 'seen-newer':
      return `The server of updates offers ${detail}, although it offered a newer one before. Nothing was changed. Try again later.`
    case 'nothing-for-this-system':
      return `There is a newer version, but not for this system (${detail}). Your Alcove goes on as it is.`
    case 'file-differs':
      return `What was fetched is not what was signed, so it was thrown away unopened. Your Alcove goes on as it is. Try again later. (${detail})`
    case 'disk-full':
      return 'There is no room for the update. Your library is safe. Make room, and try again.'
    case 'not-fetched':
      return 'Nothing was fetched that could be installed. Look for updates again.'
    case 'not-installed':
      return `The update could not be installed. Your Alcove and your library are as they were. (${detail})`
  }
}
