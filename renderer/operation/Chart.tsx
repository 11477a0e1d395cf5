export interface ChartProps {
  readonly title: string
  /** The newest value, in words. */
  readonly now: string
  readonly values: readonly (number | null)[]
  /** Says the largest value of the hour. */
  readonly words: (value: number) => string
}

const width = 240
const height = 48

/** A line over the last hour, with its newest and its largest value in words. */
export function Chart({ title, now, values, words }: ChartProps) {
  const known = values.filter((value) => value !== null)
  const most = Math.max(...known, 0)
  const step = width / Math.max(1, values.length - 1)
  const points = values.flatMap((value, place) =>
    value === null
      ? []
      : [`${(place * step).toFixed(1)},${(height - (most === 0 ? 0 : (value / most) * height)).toFixed(1)}`],
  )
  return (
    <figure className="chart">
      <figcaption>
        <span className="text-muted">{title}</span>
        <span className="num em">{now}</span>
      </figcaption>
      <svg
        viewBox={`-1 -2 ${width + 2} ${height + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title} over the last hour: now ${now}, at most ${words(most)}`}
      >
        <line x1="0" x2={width} y1={height} y2={height} />
        {points.length > 1 && <polyline points={points.join(' ')} />}
        {points.length === 1 && <polyline points={`${points[0]} ${width},${points[0]?.split(',')[1]}`} />}
      </svg>
      <span className="num text-muted">at most {words(most)}</span>
    </figure>
  )
}
