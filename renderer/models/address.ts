/** What is wrong with the address of a server; undefined when nothing is. */
export function addressProblem(text: string): string | undefined {
  const address = text.trim()
  if (!/^https?:\/\//.test(address)) return 'It begins with http:// or https://.'
  return URL.canParse(address) ? undefined : 'This is not a whole address yet, such as http://127.0.0.1:11434.'
}

/** True when what is sent to this address leaves the machine. */
export function leavesMachine(text: string): boolean {
  if (!URL.canParse(text.trim())) return false
  const host = new URL(text.trim()).hostname
  return !(host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host))
}
