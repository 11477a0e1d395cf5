import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

// Changes the code where a mistake would cost most, one little thing at a time, and counts how many changes a test notices.
// `npm run test:mutation -- path url` runs these groups, without a name all of them; figures go to .cache/mutation/.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const least = 75
const groups = Object.keys(JSON.parse(readFileSync(join(root, 'tests', 'mutation', 'groups.json'), 'utf8')))

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !groups.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no group ${unknown.join(', ')}. Groups: ${groups.join(', ')}\n`)
  process.exit(2)
}
mkdirSync(join(root, '.cache', 'mutation'), { recursive: true })
const scores = []
for (const group of wanted.length > 0 ? wanted : groups) {
  const entry = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
  const code = await run(process.execPath, [entry, 'run'], { cwd: root, env: { ...process.env, ALCOVE_MUTATE: group } })
  scores.push(code === 0 ? scoreOf(group) : { group, score: 0, killed: 0, survived: 0, of: 0 })
}
const lines = scores.map(
  ({ group, score, killed, survived, of }) =>
    `${group}: ${score.toFixed(1)} % (${killed} noticed, ${survived} not, of ${of})`,
)
writeFileSync(join(root, '.cache', 'mutation', 'scores.txt'), `${lines.join('\n')}\n`)
process.stdout.write(`\n${lines.join('\n')}\n`)
process.exitCode = scores.every(({ score }) => score >= least) ? 0 : 1

function scoreOf(group) {
  const { files } = JSON.parse(readFileSync(join(root, '.cache', 'mutation', `${group}.json`), 'utf8'))
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
  const killed = states.filter((state) => state === 'Killed' || state === 'Timeout').length
  const survived = states.filter((state) => state === 'Survived' || state === 'NoCoverage').length
  return { group, score: (100 * killed) / Math.max(1, killed + survived), killed, survived, of: killed + survived }
}
