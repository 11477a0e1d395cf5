import { useState } from 'react'
import { type Attachment, attachmentsAtMost } from '#contract/attachments.contract'
import type { Passage } from '#contract/passage'
import { focusQuestionEvent } from '../../app/useShellEvents.ts'
import { say } from '../../ui/Toasts.tsx'
import { give, takeBack, takeGiven, useGiven } from '../drafts.ts'
import type { Evidence } from '../evidence.ts'
import { type AlongPlace, type Attached, attachFile, attachText, moveAlong } from './attach.ts'

export type Along = ReturnType<typeof useAlong>

/** What the next question takes along: kept with what is typed, given once, then gone from the box. */
export function useAlong(place: string, where: AlongPlace) {
  const given = useGiven(place)
  const [coming, setComing] = useState<readonly string[]>([])
  return { given, coming, add, addPassage, remove, files, text, move, take: () => takeGiven(place) }

  function add(one: Attachment) {
    if (given.length + coming.length >= attachmentsAtMost) tellOfLimit()
    else give(place, one)
  }

  /** Takes a passage along, and has the question about it written. */
  function addPassage({ passage, title, place: at }: Pick<Evidence, 'passage' | 'title' | 'place'>) {
    add(passageAlong(passage, `${title}, ${at}`))
    window.dispatchEvent(new Event(focusQuestionEvent))
  }

  function remove({ id }: Attachment) {
    takeBack(place, id)
  }

  function files(all: readonly File[]) {
    const room = Math.max(0, attachmentsAtMost - given.length - coming.length)
    if (all.length > room) tellOfLimit()
    for (const file of all.slice(0, room)) void taking(file.name, () => attachFile(file, where))
  }

  function text(words: string, title: string) {
    if (given.length + coming.length >= attachmentsAtMost) tellOfLimit()
    else void taking(title, () => attachText(words, title, where))
  }

  /** Gives all of it at another place, which is kept otherwise. */
  function move(other: string, otherwise: AlongPlace) {
    for (const one of takeGiven(place)) {
      if (one.kind !== 'picture' && one.kind !== 'text') give(other, one)
      else void taking(one.title, () => moveAlong(one, otherwise), other)
    }
  }

  async function taking(name: string, attach: () => Promise<Attached>, to = place) {
    setComing((before) => [...before, name])
    try {
      const { attachment, sentence } = await attach()
      if (attachment) give(to, attachment)
      if (sentence) say(`“${name}” is not given along`, sentence)
    } catch {
      say(`“${name}” could not be given along just now`, 'Nothing was lost. Try it again in a moment.')
    } finally {
      setComing((before) => before.toSpliced(before.indexOf(name), 1))
    }
  }
}

/** A passage as it is given along. */
export function passageAlong({ id, documentId }: Pick<Passage, 'id' | 'documentId'>, title: string): Attachment {
  return { kind: 'passage', id, documentId, title }
}

function tellOfLimit() {
  say(`A question takes ${attachmentsAtMost} things along`, 'Take some away, or name a collection, which counts once.')
}
