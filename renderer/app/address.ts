/** What a person typed as the address of a server; on this machine `http://` may be left out. */
export function toAddress(text: string): string {
  const address = text.trim()
  const isBare = address !== '' && !/^[a-z][a-z\d+.-]*:\/\//i.test(address)
  return isBare && isHere(`http://${address}`) ? `http://${address}` : address
}

/** What is wrong with the address of a server; undefined when nothing is. */
export function addressProblem(text: string): string | undefined {
  const address = toAddress(text)
  if (!/^https?:\/\//i.test(address)) return 'It begins with http:// or https://.'
  return URL.canParse(address) ? undefined : 'This is not a whole address yet, such as http://127.0.0.1:11434.'
}

/** What of a person's goes where with a server at this address; null while it stays on this machine. */
export function leavingSentence(text: string): string | null {
  const address = toAddress(text)
  if (addressProblem(address) !== undefined || isHere(address)) return null
  const { host, protocol } = new URL(address)
  const open = protocol === 'http:' ? ', unencrypted' : ''
  return `Leaves this machine: your question and the passages it needs are sent to ${host}${open}, whenever its model answers.`
}

/** The host of an address, as a person would name it. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}

function isHere(address: string) {
  if (!URL.canParse(address)) return false
  const host = new URL(address).hostname
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}
