import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

// A thread that tries to reach out in three ways, so that a guard which sees none of them is found out.
const thread = new Worker(
  `const refused = () => {}
  try { require('node:net').connect(9, '127.0.0.1') } catch { refused() }
  try { require('node:dns').lookup('localhost', refused) } catch { refused() }
  fetch('http://127.0.0.1:9/').catch(refused)`,
  { eval: true },
)
await once(thread, 'exit')

await import('../../workers/library/library.worker.ts')
