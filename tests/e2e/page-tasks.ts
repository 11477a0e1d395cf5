import type { Page } from '@playwright/test'

/** From now on the page counts its frames and its tasks of over 50 ms (Long Tasks API). */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = { frames: [] as number[], tasks: [] as number[], on: true }
    ;(window as unknown as { watchedTasks: typeof watched }).watchedTasks = watched
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (watched.on) watched.tasks.push(Math.round(duration))
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now: number) => {
      watched.frames.push(now - last)
      last = now
      if (watched.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** What was counted since `watchTasks`, in milliseconds; ends it. */
export async function watchedTasks(page: Page) {
  return page.evaluate(() => {
    const { watchedTasks } = window as unknown as {
      watchedTasks: { frames: number[]; tasks: number[]; on: boolean }
    }
    watchedTasks.on = false
    const sorted = watchedTasks.frames.toSorted((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
    return { frames: sorted.length, p50: at(0.5), p99: at(0.99), longTasks: watchedTasks.tasks }
  })
}
