import { GlobalWorkerOptions, getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { client } from '../app/client.ts'

GlobalWorkerOptions.workerSrc = workerUrl

const piece = 1_048_576

export interface OpenPdf {
  readonly pdf: Promise<PDFDocumentProxy>
  readonly close: () => void
}

/** Opens the original of a document piece by piece: only what is looked at is read. Scripts in it never run. */
export function openPdf(documentId: string): OpenPdf {
  const stop = new AbortController()
  const pdf = open()
  return {
    pdf,
    close: () => {
      stop.abort()
      pdf.then(
        (opened) => opened.loadingTask.destroy(),
        () => {},
      )
    },
  }

  async function open() {
    const first = await read(0, piece)
    const range = new PDFDataRangeTransport(first.total, first.bytes, first.bytes.length >= first.total)
    range.requestDataRange = (begin: number, end: number) => {
      void readAll(begin, end).then(
        (bytes) => range.onDataRange(begin, bytes),
        () => range.abort(),
      )
    }
    const base = new URL('./pdf/', location.href.split('#')[0]).href
    return getDocument({
      range,
      rangeChunkSize: 262_144,
      disableStream: true,
      disableAutoFetch: true,
      enableXfa: false,
      cMapUrl: `${base}cmaps/`,
      standardFontDataUrl: `${base}standard_fonts/`,
      wasmUrl: `${base}wasm/`,
    }).promise
  }

  async function readAll(begin: number, end: number) {
    const bytes = new Uint8Array(end - begin)
    for (let at = begin; at < end; at += piece) bytes.set((await read(at, Math.min(piece, end - at))).bytes, at - begin)
    return bytes
  }

  async function read(offset: number, length: number) {
    const { base64, total } = await client.library.original({ documentId, offset, length }, { signal: stop.signal })
    return { bytes: Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)), total }
  }
}
