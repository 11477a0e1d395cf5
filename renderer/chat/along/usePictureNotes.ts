import { useQuery } from '@tanstack/react-query'
import type { Attachment } from '#contract/attachments.contract'
import { shortName } from '../../app/model-choice.ts'
import { queries } from '../../app/queries.ts'

/** What is to be known of a picture before it is asked with: whether whoever answers will see it, read it, or neither. */
export function usePictureNotes(): (one: Attachment) => string {
  const { data: models } = useQuery(queries.models)
  return (one) => {
    if (one.kind !== 'picture' || !models) return ''
    const { active } = models
    const model = models.servers
      .flatMap((server) => server.models)
      .find(({ runtime, name }) => runtime === active.runtime && name === active.name)
    if (model?.vision) return ''
    if (one.documentId) return 'its text is given'
    return active.runtime === 'quotes' ? 'needs a model that sees' : `${shortName(active.name)} cannot see it`
  }
}
