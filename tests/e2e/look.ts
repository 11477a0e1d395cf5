import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startAlcove } from './running-alcove.ts'
import { writeOfficeFolder } from './office-folder.ts'
const alcove = await startAlcove({ write: (folder) => writeOfficeFolder(join(folder, 'Office')), withModel: true })
console.log(JSON.stringify({ url: alcove.url, cookies: alcove.cookies, papers: alcove.papers }))
process.on('SIGTERM', () => void alcove.stop().then(() => process.exit(0)))
await new Promise((r) => setTimeout(r, 3_600_000))
