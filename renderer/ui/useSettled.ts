import { useEffect, useState } from 'react'

/** A value once it has not changed for so many milliseconds; at first as it is. `name` tells two values apart. */
export function useSettled<T>(value: T, name: string, milliseconds: number): T {
  const [settled, setSettled] = useState({ value, name })
  useEffect(() => {
    if (settled.name === name) return
    const timer = setTimeout(() => setSettled({ value, name }), milliseconds)
    return () => clearTimeout(timer)
  }, [value, name, milliseconds, settled.name])
  return settled.value
}
