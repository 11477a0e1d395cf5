import { Braces, FileCode, FileSpreadsheet, FileText, Globe, type LucideIcon } from 'lucide-react'
import type { DocumentType } from '#contract/passage'
import { Icon } from './Icon.tsx'

const icons: Readonly<Record<DocumentType, LucideIcon>> = {
  text: FileText,
  markdown: FileText,
  html: Globe,
  pdf: FileText,
  docx: FileText,
  csv: FileSpreadsheet,
  json: Braces,
  code: FileCode,
}

/** The kind of a document as a small drawing; its name says the same in words. */
export function TypeIcon({ type }: { readonly type: DocumentType | null }) {
  return <Icon of={type ? icons[type] : FileText} />
}
