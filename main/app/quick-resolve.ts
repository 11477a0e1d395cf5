import { registerHooks } from 'node:module'

/**
 * Node parses the nearest package.json anew for every file it resolves. That of Drizzle has 180 KB and its modules some
 * hundred files: a third of a second and 90 MB at every start, all to learn that they are modules. To be called before
 * the first import of the database.
 */
export function resolveQuickly(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const isInside = specifier.startsWith('.') && context.parentURL?.includes('/node_modules/drizzle-orm/')
      if (!isInside) return next(specifier, context)
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    },
  })
}
