/** What the recovery page shows. */
export interface RecoveryView {
  readonly sentence: string
  readonly details: readonly string[]
  readonly copies: readonly { readonly file: string; readonly madeAt: number; readonly encrypted: boolean }[]
  /** What is being done; null: the person has the choice. */
  readonly working: { readonly what: string; readonly done: number } | null
  /** What did not work, and what was done about it. */
  readonly problem: string | null
  /** What a salvage found; it waits for the library to be opened. */
  readonly report: { readonly lines: readonly string[]; readonly kept: string } | null
  readonly opening: boolean
}

/** The page of a library that cannot be opened: it needs no script, but for finding out by itself that something is done. */
export function recoveryPage(view: RecoveryView): string {
  return `<!doctype html>
<html lang="en" data-recovery="${view.working || view.opening ? 'working' : 'waiting'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Alcove: the library is damaged</title>
<style>${recoveryStyle}</style>
<main>
${body(view)}
</main>
${view.working || view.opening ? `<script>${recoveryScript}</script>` : ''}
</html>
`
}

function body(view: RecoveryView): string {
  if (view.opening) return '<h1>Opening the library</h1><p role="status">This page shows it as soon as it is open.</p>'
  if (view.working) {
    const percent = Math.round(view.working.done * 100)
    return `<h1>${escape(view.working.what)}</h1>
<p role="status">${percent} % done. The damaged file is not changed. You may close this page: the work goes on.</p>
<progress max="100" value="${percent}" aria-label="${escape(view.working.what)}"></progress>`
  }
  if (view.report) {
    return `<h1>What could be read was saved</h1>
<ul>${view.report.lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>
<p>The damaged file and this list (report.json) are kept in</p><p><code>${escape(view.report.kept)}</code></p>
${form('open', 'Open the library', 'primary')}`
  }
  return `<h1>The library is damaged</h1>
${view.problem ? `<p role="alert">${escape(view.problem)}</p>` : ''}
<p>${escape(view.sentence)}</p>
${choices(view)}
<details><summary>What was found</summary><ul>${view.details.map((line) => `<li><code>${escape(line)}</code></li>`).join('')}</ul></details>`
}

function choices({ copies }: RecoveryView): string {
  const [newest] = copies
  const back = newest
    ? `<section><h2>Go back to a copy</h2>
<p>As the library was then. What was written since is in the damaged file, which is kept.</p>
<form method="post" action="/recover"><input type="hidden" name="choice" value="copy">
<label>Copy <select name="file">${copies
        .slice(0, 20)
        .map((copy) => `<option value="${escape(copy.file)}">${escape(timeOf(copy.madeAt))}</option>`)
        .join('')}</select></label>
${copies.some(({ encrypted }) => encrypted) ? '<label>Passphrase, if it is encrypted <input type="password" name="passphrase" autocomplete="off"></label>' : ''}
<button>Go back to it</button></form></section>`
    : ''
  return `<section><h2>Save what can be read</h2>
<p>A new library is made of everything that can be read of this one, with a list of what was lost. Documents that lost text are read
again from their files. The damaged file is kept as it is.</p>
${form('salvage', 'Save what can be read', 'primary')}</section>
${back}
<section><h2>Only look</h2>
<p>Reading, searching and exporting work as far as the damage allows; nothing is changed.</p>
${form('read-only', 'Open it read-only', '')}</section>`
}

function form(choice: string, label: string, look: string): string {
  return `<form method="post" action="/recover"><input type="hidden" name="choice" value="${choice}"><button class="${look}">${label}</button></form>`
}

function timeOf(at: number): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Named in the policy of the page by its hash. */
export const recoveryStyle = `
:root { color-scheme: light dark; --line: #8a857a55; --accent: #7a4b1e; --on-accent: #fff }
@media (prefers-color-scheme: dark) { :root { --accent: #e0b07c; --on-accent: #1d1812 } }
* { box-sizing: border-box }
body { font: 15px/1.55 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere }
main { max-width: 40rem; margin: 8vh auto; padding: 0 1.25rem 3rem }
h1 { font-size: 1.45rem; font-weight: 500; margin: 0 0 1rem }
h2 { font-size: 1rem; font-weight: 600; margin: 0 0 .25rem }
section { border-top: 1px solid var(--line); padding: 1.1rem 0 }
section p { margin: 0 0 .75rem }
code { font: .85em ui-monospace, monospace }
[role=alert] { border-left: 3px solid #c0392b; padding-left: .75rem }
label { display: block; margin: 0 0 .75rem }
select, input[type=password] { font: inherit; display: block; margin-top: .25rem; max-width: 100%; min-height: 2.25rem; padding: 0 .5rem }
button { font: inherit; min-height: 2.25rem; padding: 0 1rem; border-radius: .5rem; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer }
button.primary { background: var(--accent); color: var(--on-accent); border-color: transparent }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
progress { width: 100%; accent-color: var(--accent) }
details { border-top: 1px solid var(--line); padding-top: 1.1rem }
summary { cursor: pointer }
`

/** Looks again until there is something else to see: the next step of the recovery, or the library itself. */
export const recoveryScript = `
setInterval(async () => {
  try {
    const answer = await fetch('/', { cache: 'no-store' })
    if (answer.ok) {
      const text = await answer.text()
      if (!text.includes('data-recovery="working"')) location.replace('/')
      else {
        const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main')
        document.querySelector('main').replaceWith(next)
      }
    }
  } catch {}
}, 700)
`
