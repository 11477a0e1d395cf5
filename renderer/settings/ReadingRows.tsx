import type { ReactNode } from 'react'
import { languageFiles, type ReadingSetup, speechModels } from '#contract/reading'
import type { Settings } from '#contract/settings.contract'
import { useSettings } from '../app/useSettings.ts'
import { Command } from '../ui/Command.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { LimitRow, type LimitRowProps } from './LimitRow.tsx'
import { useReadingSetup } from './useSystem.ts'

/** What reading one file may cost, and what pictures and recordings are read with. */
export function ReadingRows() {
  const { data: setup, isError } = useReadingSetup()
  return (
    <section>
      <h2>
        <span className="em">Reading</span>
        <span className="text-muted">Alcove downloads nothing: what is missing, you put into its data folder</span>
      </h2>
      <Rows>
        {setup && <Pictures pictures={setup.pictures} />}
        {setup && <Recordings recordings={setup.recordings} />}
        {isError && !setup && (
          <Row name="Pictures and recordings" problem="What they are read with could not be found out just now." />
        )}
        <Limits />
      </Rows>
    </section>
  )
}

function Pictures({ pictures: { folder, languages } }: Pick<ReadingSetup, 'pictures'>) {
  const isReady = languages.length > 0
  return (
    <Row
      name={<Name of="Pictures and scans" isReady={isReady} />}
      note={
        isReady
          ? `Their writing is recognised, in ${languages.join(', ')}. At most three languages are used, English first.`
          : 'Passed over in folders. To have their writing recognised, download the file of your language, such as eng.traineddata, and put it into the folder models/ocr. Then look for changes.'
      }
    >
      <Where folder={folder} address={languageFiles} />
    </Row>
  )
}

function Recordings({ recordings }: Pick<ReadingSetup, 'recordings'>) {
  const { folder, model, incomplete, ffmpeg } = recordings
  const [first] = incomplete
  const ready = `What is said in them, and what you dictate, is written down by ${model}. ${
    ffmpeg ? 'Recordings of all usual kinds are read.' : 'Only WAV is read: for MP3, M4A and others install ffmpeg.'
  }`
  const missing =
    'Passed over in folders, and nothing can be dictated. To have what is said written down, download a Whisper model for ONNX, all its files in one folder, and put that into the folder models/speech. Then look for changes.'
  return (
    <Row
      name={<Name of="Recordings" isReady={model !== null} />}
      note={model === null ? missing : ready}
      problem={model === null && first ? `${first.name} is not used: it lacks ${first.missing.join(', ')}.` : null}
    >
      <Where folder={folder} address={speechModels} />
    </Row>
  )
}

function Name({ of, isReady }: { readonly of: string; readonly isReady: boolean }): ReactNode {
  return (
    <span className="inline-flex items-center gap-2">
      {of}
      <span className="state text-muted">
        <StateShape shape={isReady ? 'full' : 'empty'} tone={isReady ? 'ok' : 'wait'} />
        {isReady ? 'Set up' : 'Not set up'}
      </span>
    </span>
  )
}

/** Texts to copy; nothing here opens or fetches. */
function Where({ folder, address }: { readonly folder: string; readonly address: string }) {
  return (
    <span className="flex max-w-[320px] flex-col items-end gap-1">
      <Command text={folder} />
      <Command text={address} />
    </span>
  )
}

function Limits() {
  return (
    <>
      <Limit
        limit="seconds"
        name="Time for one file"
        note="A file that takes longer is set aside. A page, picture or stretch of sound that has to be recognised has a minute of its own. Holds once nothing was read for half a minute."
        unit="seconds"
        least={5}
        most={3_600}
      />
      <Limit
        limit="megabytes"
        name="Memory for one file"
        note="A file that needs more is set aside. Holds once nothing was read for half a minute."
        unit="MB"
        least={128}
        most={8_192}
      />
    </>
  )
}

interface LimitProps extends Omit<LimitRowProps, 'value' | 'onChange' | 'problem'> {
  readonly limit: keyof Settings['readingLimits']
}

function Limit({ limit, ...row }: LimitProps) {
  const { settings, change, problem } = useSettings()
  const { readingLimits } = settings
  return (
    <LimitRow
      {...row}
      value={readingLimits[limit]}
      onChange={(value) => change({ readingLimits: { ...readingLimits, [limit]: value } })}
      problem={problem}
    />
  )
}
