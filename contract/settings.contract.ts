import { oc } from '@orpc/contract'
import { z } from 'zod'
import { BackupPlan } from './backup-plan.ts'
import { TurnedFlags } from './flags.ts'
import { logLevels } from './log.ts'
import { ModelChoice } from './models.contract.ts'
import { Consent, Provider } from './providers.contract.ts'
import { Patterns } from './rules.contract.ts'

const Days = z.number().int().min(1).max(3_650)

/** How long things are kept that a person does not keep one by one. */
export const Retention = z.object({
  /** What was taken out of the library, and conversations that were removed. */
  bin: Days,
  /** The list of requests that left this machine. */
  requests: Days.nullable(),
  /** The log of what Alcove did. */
  activity: Days.nullable(),
  /** Files of the log, and records of crashes. */
  logs: Days,
})
export type Retention = z.infer<typeof Retention>

/** Everything a person can set. Unknown keys are refused. */
export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  readingFont: z.enum(['serif', 'sans']),
  sidebar: z.enum(['open', 'folded']),
  /** Null: `OLLAMA_HOST`, else http://127.0.0.1:11434. */
  ollamaAddress: z.url({ protocol: /^https?$/ }).nullable(),
  /** Servers that speak as OpenAI does; changed by `models.providers`. */
  modelProviders: z.array(Provider).max(50),
  /** Servers on other machines that questions may be sent to; changed by `models.providers`. */
  sendingAllowed: z.array(Consent).max(100),
  /** What answers in conversations; null: Alcove picks. */
  chatModel: ModelChoice.nullable(),
  /** What answers in the small window; null: as in conversations. */
  quickModel: ModelChoice.nullable(),
  /** What does the work nobody waits for: summing up, prompts asked by themselves; null: as in conversations. */
  backgroundModel: ModelChoice.nullable(),
  /** What goes on, in this order, when the model that was wanted is not ready. */
  fallbackModels: z.array(ModelChoice).max(10),
  /** The model that answered last; used when none was chosen. */
  lastChatModel: ModelChoice.nullable(),
  /** Seconds Ollama keeps a model in memory after a request; -1: until it ends; 0: not at all; null: as it does by itself. */
  keepInMemory: z.number().int().min(-1).max(604_800).nullable(),
  indexEngine: z.enum(['usearch', 'hnswlib']),
  /** Whether search and answers prefer newer documents among those that say the same. */
  preferNewer: z.enum(['no', 'some', 'much']),
  /** The cross-encoder that orders the best passages, and what it took when it was tried; null: none does. */
  reranker: z.object({ folder: z.string().min(1).max(4_096), milliseconds: z.number().nonnegative() }).nullable(),
  /** What reading one file may cost: seconds of work, and megabytes of the reader's heap. */
  readingLimits: z.object({
    seconds: z.number().int().min(5).max(3_600),
    megabytes: z.number().int().min(128).max(8_192),
  }),
  /** Days after which a conversation that nobody touched goes to the bin; null: never. Pinned ones stay. */
  keepConversations: z.number().int().min(1).max(3_650).nullable(),
  /** Days after which other things are deleted; null: they are kept until a person deletes them. */
  retention: Retention,
  /** Whether a model names conversations after their first answer; false: the beginning of the question does. */
  modelTitles: z.boolean(),
  /** How answers are read aloud: the name of a voice of this machine, null for the likely one, and how fast; 1 is as the voice speaks. */
  readAloud: z.object({ voice: z.string().max(200).nullable(), rate: z.number().min(0.5).max(3) }),
  /** What the person asks of every answer: language, tone, what to know about them. */
  customInstructions: z.string().max(4_000),
  /** Where backups go, and how often; null: none are made. */
  backups: BackupPlan.nullable(),
  /** True: nothing is sent to another machine. */
  offline: z.boolean(),
  /** Minutes without a person after which an encrypted library is closed; null: never. */
  lockAfter: z.number().int().min(1).max(1_440).nullable(),
  /** True: once a week the server of updates is asked for a newer version. */
  lookForUpdates: z.boolean(),
  quickAskShortcut: z.string().max(100),
  startMinimized: z.boolean(),
  welcomed: z.boolean(),
  /** Patterns in gitignore syntax, one a line, for what every source leaves out. */
  ignorePatterns: Patterns,
  /** From which gravity on something is written to the log. */
  logLevel: z.enum(logLevels),
  /** Flags that the person turned; set one by one, so that unknown names are refused. */
  flags: TurnedFlags,
})
export type Settings = z.infer<typeof Settings>

/** What holds until a person changes it. */
export const defaultSettings: Settings = {
  theme: 'system',
  density: 'comfortable',
  readingFont: 'serif',
  sidebar: 'open',
  ollamaAddress: null,
  modelProviders: [],
  sendingAllowed: [],
  chatModel: null,
  quickModel: null,
  backgroundModel: null,
  fallbackModels: [],
  lastChatModel: null,
  keepInMemory: null,
  indexEngine: 'usearch',
  preferNewer: 'no',
  reranker: null,
  readingLimits: { seconds: 30, megabytes: 512 },
  keepConversations: null,
  retention: { bin: 30, requests: 90, activity: 730, logs: 30 },
  backups: null,
  modelTitles: true,
  readAloud: { voice: null, rate: 1 },
  customInstructions: '',
  offline: false,
  lockAfter: null,
  lookForUpdates: false,
  quickAskShortcut: 'CommandOrControl+Shift+Space',
  startMinimized: false,
  welcomed: false,
  ignorePatterns: '',
  logLevel: 'info',
  flags: {},
}

/** What is written of the settings. */
export const SettingsWrite = Settings.partial()
export type SettingsWrite = z.infer<typeof SettingsWrite>

/** What a person can change among the settings; servers and the consent to them have procedures of their own. */
export const SettingsChange = SettingsWrite.omit({ flags: true, modelProviders: true, sendingAllowed: true })
export type SettingsChange = z.infer<typeof SettingsChange>

/** What the page may ask of the settings. */
export const settingsContract = {
  /** Every setting, with its default where the person set none. */
  get: oc.route({ method: 'GET', path: '/settings', summary: 'Read the settings' }).output(Settings),
  /** Changes the given settings and returns all of them. */
  set: oc
    .route({ method: 'PATCH', path: '/settings', summary: 'Change settings' })
    .input(SettingsChange)
    .output(Settings),
}
