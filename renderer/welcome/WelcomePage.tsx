import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { usePageTitle } from '../app/page-title.ts'
import { queries } from '../app/queries.ts'
import { useAdd } from '../app/useAdd.ts'
import { useSettings } from '../app/useSettings.ts'
import { Advice } from '../ui/Advice.tsx'
import { Button } from '../ui/Button.tsx'
import { ArchIcon } from '../ui/Icon.tsx'
import { ChoiceRow } from '../ui/Rows.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { foundOnMachine } from './found.ts'
import './welcome.css'

/** The first screen: three ways to begin, and what was found on this machine. */
export function WelcomePage() {
  usePageTitle('Welcome')
  const { data: models, isError } = useQuery({ ...queries.models, refetchInterval: 5_000 })
  const { change } = useSettings()
  const { chooseFolder, addSample, isAdding } = useAdd()
  const navigate = useNavigate()

  function later() {
    change({ welcomed: true })
    void navigate({ to: '/' })
  }

  return (
    <div className="welcome">
      <main tabIndex={-1}>
        <span className="arch">
          <ArchIcon size={40} strokeWidth={1.25} />
        </span>
        <h1>
          Ask your own documents, and see <mark>the very words that answer</mark>
        </h1>
        <p className="lede">
          Alcove reads what you point it at, on this machine. It changes none of your files and sends nothing anywhere.
          No account is needed.
        </p>
        <ul className="choices">
          <ChoiceRow
            name="Start with a folder of your own."
            note="You can ask after the first few files; the rest are read while you work."
          >
            <Button kind="primary" disabled={isAdding} onClick={() => void chooseFolder()}>
              Choose a folder
            </Button>
          </ChoiceRow>
          <ChoiceRow
            name="Try it on the papers of a made-up bicycle workshop."
            note="22 documents, ready in a few seconds, removed with one click."
          >
            <Button disabled={isAdding} onClick={addSample}>
              Open the sample library
            </Button>
          </ChoiceRow>
          <ChoiceRow name="Look around first." note="Folders can be added at any time from the Library.">
            <Button onClick={later}>I’ll do it later</Button>
          </ChoiceRow>
        </ul>
        <section className="found">
          <h2>On this machine</h2>
          {models ? (
            <dl>
              {foundOnMachine(models).map(({ name, text }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Advice text={text} />
                  </dd>
                </div>
              ))}
            </dl>
          ) : (
            <NotFoundYet failed={isError} />
          )}
        </section>
      </main>
    </div>
  )
}

function NotFoundYet({ failed }: { readonly failed: boolean }) {
  if (failed) {
    return (
      <p className="mt-2 text-muted">
        What is here could not be found out just now. Everything works without a model; answers are quotes until then.
      </p>
    )
  }
  return (
    <AfterBlink>
      <Bones widths={[80, 88, 52]} />
    </AfterBlink>
  )
}
