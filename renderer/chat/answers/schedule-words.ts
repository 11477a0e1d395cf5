import type { Schedule } from '#contract/assistants.contract'

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** Minutes after midnight as a field for times has them. */
export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** What a field for times says, in minutes after midnight; null for anything else. */
export function timeToMinutes(time: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? []
  const value = Number(hours) * 60 + Number(minutes)
  return Number.isInteger(value) && value >= 0 && value < 1_440 && Number(minutes) < 60 ? value : null
}

/** When a prompt is asked by itself, as people say it. */
export function whenAsked(schedule: Schedule): string {
  const { every, at, weekday } = schedule
  if (every === 'day') return `every day at ${timeOf(at)}`
  if (every === 'weekday') return `Monday to Friday at ${timeOf(at)}`
  return `every ${weekdays[weekday] ?? 'week'} at ${timeOf(at)}`
}
