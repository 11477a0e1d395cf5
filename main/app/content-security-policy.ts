/** What the page may do: run and fetch what this server gives out, nothing else, from nowhere else. */
export function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    // WebAssembly is the image decoder of the PDF viewer.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${connect.join(' ')}`.trim(),
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    // The frame that draws diagrams, which can go nowhere else.
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Where the page has the frame that draws diagrams. */
export const diagramPath = '/diagram.html'

/** What the frame that draws diagrams may do: run its own scripts, without an origin; it loads, sends and opens nothing. */
export const diagramSecurityPolicy = [
  "default-src 'none'",
  // Its own policy, written when it was built, names its scripts by their content.
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ')
