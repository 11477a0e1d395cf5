import {
  AudioLines,
  BookOpen,
  Braces,
  FileCode,
  FileSpreadsheet,
  FileText,
  Globe,
  Image,
  type LucideIcon,
  Mail,
  MessagesSquare,
  NotebookText,
  Presentation,
} from 'lucide-react'
import type { DocumentType } from '#contract/passage'
import { Icon } from './Icon.tsx'

const icons: Readonly<Record<DocumentType, LucideIcon>> = {
  text: FileText,
  markdown: FileText,
  html: Globe,
  pdf: FileText,
  docx: FileText,
  odt: FileText,
  rtf: FileText,
  slides: Presentation,
  sheet: FileSpreadsheet,
  epub: BookOpen,
  csv: FileSpreadsheet,
  json: Braces,
  notebook: NotebookText,
  code: FileCode,
  mail: Mail,
  chat: MessagesSquare,
  image: Image,
  audio: AudioLines,
}

/** The kind of a document as a small drawing; its name says the same in words. */
export function TypeIcon({ type }: { readonly type: DocumentType | null }) {
  return <Icon of={type ? icons[type] : FileText} />
}
