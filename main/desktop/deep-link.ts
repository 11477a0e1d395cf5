const routes = [/^\/(library|search|models|settings)$/, /^\/settings\/[a-z-]{1,40}$/, /^\/c\/[0-9a-f-]{36}$/]

/** The page's route that an `alcove://` address stands for; null for all it does not. Links navigate and do nothing else. */
export function routeOf(address: string): string | null {
  if (address.length > 500 || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'alcove:') return null
  // `alcove://settings/models` has `settings` as its host.
  const path = `/${[url.host, ...url.pathname.split('/')].filter(Boolean).join('/')}`
  if (path === '/') return '/'
  if (path === '/ask') return '/'
  return routes.some((route) => route.test(path)) ? path : null
}

/** The first deep link among the arguments of a process. */
export function deepLinkIn(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.startsWith('alcove://')) ?? null
}
