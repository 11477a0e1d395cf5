export type StateShapeName = 'empty' | 'part' | 'half' | 'full' | 'cross'
export type StateTone = 'wait' | 'busy' | 'ok' | 'bad' | 'warn'

const fills: Record<Exclude<StateShapeName, 'cross'>, string | null> = {
  empty: null,
  part: 'M6 6V1.75A4.25 4.25 0 0 1 10.25 6z',
  half: 'M6 1.75a4.25 4.25 0 0 0 0 8.5z',
  full: 'M6 1.75a4.25 4.25 0 1 0 0 8.5a4.25 4.25 0 1 0 0-8.5z',
}
const tones: Record<StateTone, string> = {
  wait: 'text-muted',
  busy: 'text-accent',
  ok: 'text-ok',
  bad: 'text-danger',
  warn: 'text-warn',
}

export interface StateShapeProps {
  readonly shape: StateShapeName
  readonly tone: StateTone
  readonly className?: string
}

/** A state as a shape; its word stands beside it. */
export function StateShape({ shape, tone, className = '' }: StateShapeProps) {
  const fill = shape === 'cross' ? null : fills[shape]
  return (
    <svg className={`st ${tones[tone]} ${className}`} viewBox="0 0 12 12" aria-hidden>
      {shape === 'cross' ? (
        <path d="m2 2 8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      ) : (
        <circle cx="6" cy="6" r="4.25" />
      )}
      {fill && <path className="fill" d={fill} />}
    </svg>
  )
}
