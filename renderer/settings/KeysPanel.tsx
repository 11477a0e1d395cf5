import { Keys } from '../ui/Kbd.tsx'
import { keyGroups } from './keys.ts'

/** Every key of every page. */
export function KeysPanel() {
  return (
    <>
      <p className="text-muted">
        <Keys keys="?" /> shows the keys of the page you are on, <Keys keys="mod+k" /> finds every action by its name.
      </p>
      <div className="grid gap-x-12 side:grid-cols-2">
        {keyGroups.map(({ group, keys }) => (
          <section key={group}>
            <h2>
              <span className="em">{group}</span>
            </h2>
            <dl>
              {keys.map(([label, shortcut]) => (
                <div key={label} className="flex min-h-8 items-center gap-3 border-t border-line">
                  <dt className="grow">{label}</dt>
                  <dd>
                    <Keys keys={shortcut} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}
