import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeMixedFolder } from './mixed-folder.ts'

/** Writes the folder of a small office: projects in folders, mail, drafts, what is left out, and what cannot be read. */
export async function writeOfficeFolder(folder: string): Promise<void> {
  await writeMixedFolder(join(folder, 'Archive'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

const mail = `From ruth@office.example Mon Mar  2 09:12:00 2026
From: Ruth Marlow <ruth@office.example>
To: Tomas Berg <tomas@office.example>
Subject: Stair at Mill Lane
Date: Mon, 2 Mar 2026 09:12:00 +0000
Message-ID: <1@office.example>

The stair at Mill Lane needs a handrail on both sides.

From tomas@office.example Tue Mar  3 10:30:00 2026
From: Tomas Berg <tomas@office.example>
To: Ruth Marlow <ruth@office.example>
Subject: Re: Stair at Mill Lane
Date: Tue, 3 Mar 2026 10:30:00 +0000
Message-ID: <2@office.example>
In-Reply-To: <1@office.example>

Agreed. The joiner comes on Friday with samples of ash and oak.
`

const files: Readonly<Record<string, string>> = {
  'Mail/Office.mbox': mail,
  'Projects/Mill Lane/Fee proposal.md':
    '# Fee proposal\n\n## Stage 3\n\nThe fee for stage three is 14,200 pounds.\n\n## Stage 4\n\nThe fee for stage four is 22,600 pounds.\n',
  'Projects/Mill Lane/Stair schedule.csv': 'Stair,Rise,Going\nStair 01,170,250\nStair 02,168,255\n',
  'Projects/Mill Lane/drafts/Fee proposal, first.md': 'The fee for stage three is to be agreed.\n',
  'Projects/Mill Lane/drafts/Fee proposal, second.md': 'The fee for stage three is 15,000 pounds, perhaps.\n',
  'Projects/Quay House/Snag list.md': '# Snag list\n\nThe door of the plant room does not close.\n',
  'Projects/Quay House/stairs.py': 'def rise(height, steps):\n    """Rise of one step."""\n    return height / steps\n',
  'Projects/Quay House/node_modules/left/index.js': 'export const left = 1\n',
  'Regulations/Approved Document K.html': '<h1>Approved Document K</h1><p>Stairs, ladders and ramps.</p>',
  'Regulations/cover.psd': 'not a picture',
  '.hidden/secret.md': 'This is hidden.\n',
}
