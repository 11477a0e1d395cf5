/** The bytes of a file as the calls to the server take them. */
export function toBase64(file: File) {
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')))
    reader.addEventListener('error', () => reject(new Error(`${file.name} could not be read`, { cause: reader.error })))
    reader.readAsDataURL(file)
  })
}
