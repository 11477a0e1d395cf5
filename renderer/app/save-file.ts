/** Hands bytes, written as base64, to the browser or the shell as a file. */
export function saveBytes({
  name,
  type,
  base64,
}: {
  readonly name: string
  readonly type: string
  readonly base64: string
}) {
  saveBlob(name, new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type }))
}

/** Hands a text to the browser or the shell as a file, which asks where to put it or puts it with the downloads. */
export function saveFile({
  name,
  type,
  text,
}: {
  readonly name: string
  readonly type: string
  readonly text: string
}) {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }))
}

function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
