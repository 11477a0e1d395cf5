/** Shown to a browser without a session: what happened, what is safe, what to do. */
export const needsLinkPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Alcove</title>
<style>
  :root { color-scheme: light dark }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.3rem; font-weight: 500 }
  code { font-family: ui-monospace, monospace }
</style>
<h1>This address needs a link from Alcove</h1>
<p>Alcove opens its page only through a link that it gives you, and each link works once. Your library is safe.</p>
<p>Use the address that was printed when Alcove started, or run <code>npm start</code> for a new one. If you have the
page open already, reload it.</p>
</html>
`
