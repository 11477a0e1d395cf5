import type { LucideIcon } from 'lucide-react'

export function Icon({ of: Shape, size = 16 }: { readonly of: LucideIcon; readonly size?: number }) {
  return <Shape size={size} strokeWidth={size <= 12 ? 2 : 1.5} aria-hidden className="flex-none" />
}

export function ArchIcon({ size = 16, strokeWidth = 1.5 }: { readonly size?: number; readonly strokeWidth?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className="flex-none"
    >
      <path d="M5 21V11a7 7 0 0 1 14 0v10" />
      <path d="M3 21h18" />
      <path d="M9 21v-9a3 3 0 0 1 6 0v9" />
    </svg>
  )
}
