import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { useEffect, useState } from 'react'
import { openPdf } from './pdf.ts'

export interface LoadedPdf {
  readonly pdf: PDFDocumentProxy
  /** Height of a page over its width, as of the first page; others correct it when they come into sight. */
  readonly ratio: number
}

/** Opens the PDF of a document while the calling component is shown. */
export function usePdf(documentId: string): { readonly loaded: LoadedPdf | null; readonly broken: boolean } {
  const [loaded, setLoaded] = useState<LoadedPdf | null>(null)
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    let shown = true
    const opening = openPdf(documentId)
    load(opening.pdf).then(
      (ready) => shown && setLoaded(ready),
      () => shown && setBroken(true),
    )
    return () => {
      shown = false
      opening.close()
    }
  }, [documentId])
  return { loaded, broken }
}

/** The page, once it is in sight. */
export function usePdfPage(pdf: PDFDocumentProxy, number: number, inSight: boolean): PDFPageProxy | null {
  const [page, setPage] = useState<PDFPageProxy | null>(null)
  useEffect(() => {
    if (!inSight) return
    let shown = true
    pdf.getPage(number).then(
      (ready) => shown && setPage(ready),
      // The document was closed meanwhile, or this page is damaged: the others are shown.
      () => {},
    )
    return () => {
      shown = false
    }
  }, [pdf, number, inSight])
  return page
}

async function load(opening: Promise<PDFDocumentProxy>): Promise<LoadedPdf> {
  const pdf = await opening
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 })
  return { pdf, ratio: height / width }
}
