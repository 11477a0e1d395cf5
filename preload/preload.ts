import { ipcRenderer } from 'electron'

// Hands the page one end of a channel whose other end main answers; knows no procedure and exposes nothing else.
window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== window || origin !== location.origin || data !== 'alcove:ready') return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage('alcove:port', null, [port2])
  window.postMessage('alcove:port', location.origin, [port1])
})
