import { contentSecurityPolicy, diagramPath, diagramSecurityPolicy } from '../app/content-security-policy.ts'

/** Headers of every answer of the loopback server to a request for this path. */
export function securityHeaders(port: number, path: string): Record<string, string> {
  const isDiagram = path === diagramPath
  return {
    'content-security-policy': isDiagram
      ? diagramSecurityPolicy
      : contentSecurityPolicy([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]),
    'x-content-type-options': 'nosniff',
    'x-frame-options': isDiagram ? 'SAMEORIGIN' : 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Dictation is of the page itself; the frame in it hears nothing.
    'permissions-policy': `camera=(), geolocation=(), microphone=(${isDiagram ? '' : 'self'}), payment=(), usb=()`,
    'cache-control': 'no-store',
  }
}
