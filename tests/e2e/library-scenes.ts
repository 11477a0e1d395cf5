import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { writeMixedFolder } from './mixed-folder.ts'
import type { RunningAlcove } from './running-alcove.ts'
import type { Scene } from './scenes.ts'

const rows = '.rows-in-sight .tr'

/** The library and search in every state worth looking at. */
export const libraryScenes: readonly Scene[] = [
  { name: 'library-empty', library: 'empty', route: '/library', prepare: shown('.nothing') },
  { name: 'library', library: 'full', route: '/library', prepare: shown(rows) },
  { name: 'search-empty', library: 'full', route: '/search', prepare: shown('.nothing') },
  { name: 'search', library: 'full', route: '/search?q=lease%20notice', prepare: previewed },
  { name: 'search-nothing', library: 'full', route: '/search?q=zzyzx', prepare: shown('.ways') },
  {
    name: 'search-remarks',
    library: 'full',
    route: '/search?q=tennant%20type%3Apfd%20in%3Apapres%20',
    prepare: shown('.remarks'),
  },
  {
    name: 'search-completing',
    library: 'full',
    route: '/search',
    prepare: async (page) => {
      await page.getByLabel('Search everything').pressSequentially('lease type:')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'search-help',
    library: 'full',
    route: '/search?q=lease',
    prepare: async (page) => page.getByRole('button', { name: 'How to search' }).click(),
  },
  {
    name: 'search-why',
    library: 'full',
    route: '/retrieval?q=when%20does%20the%20lease%20end',
    prepare: shown('.wide td'),
  },
  {
    name: 'search-facets',
    library: 'full',
    route: '/search?q=lease',
    prepare: async (page) => {
      await page.locator('.hit').first().waitFor()
      await page.getByRole('button', { name: /^Type/ }).click()
    },
  },
  { name: 'library-add-folder', library: 'full', route: '/library', prepare: async (page) => browse(page, '/') },
  {
    name: 'library-paste',
    library: 'full',
    route: '/library',
    prepare: async (page) => {
      await addBy(page, 'Paste a text')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'library-reading',
    library: 'full',
    route: '/library',
    prepare: async (page, alcove) => {
      await alcove.pause()
      await mixed(page, alcove)
      await page.locator('.strip').waitFor()
    },
  },
  {
    name: 'library-failed',
    library: 'full',
    route: '/library',
    prepare: async (page, alcove) => {
      await mixed(page, alcove)
      const goOn = page.getByRole('button', { name: 'Go on' })
      if (await goOn.isVisible()) await goOn.click()
      await page.getByRole('button', { name: /^Failed 2/ }).click()
      await page.locator('.tr.failed').nth(1).waitFor()
    },
  },
  {
    name: 'library-selected',
    library: 'full',
    route: '/library',
    prepare: async (page) => {
      await page.locator(rows).nth(2).waitFor()
      await page.getByRole('grid').focus()
      await page.keyboard.press('Space')
      for (let row = 0; row < 4; row += 1) await page.keyboard.press('Shift+ArrowDown')
    },
  },
  {
    name: 'library-tag',
    library: 'full',
    route: '/library',
    prepare: async (page) => {
      await page.locator(rows).nth(2).waitFor()
      await page.getByRole('grid').focus()
      // The newest two files have failed: only a document has tags.
      for (let row = 0; row < 3; row += 1) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('t')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type('lease')
    },
  },
  { name: 'library-tree', library: 'full', route: '/library', prepare: async (page) => asTree(page) },
  { name: 'library-left-out', library: 'full', route: '/library?show=left-out', prepare: shown('.lines h2') },
  { name: 'library-bin', library: 'full', route: '/library?show=bin', prepare: shown('.lines h2') },
  {
    name: 'library-rules',
    library: 'full',
    route: '/library',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Sources' }).click()
      await page
        .getByRole('button', { name: /leaves out$/ })
        .first()
        .click()
      await page.getByLabel('Rules', { exact: true }).fill('*.py')
      await page.getByText(/^Leaves out/).waitFor()
    },
  },
  {
    name: 'library-why',
    library: 'full',
    route: '/library',
    prepare: async (page) => menuOfFirst(page, 'Why is it not found?'),
  },
  {
    name: 'library-passages',
    library: 'full',
    route: '/library',
    prepare: async (page) => menuOfFirst(page, 'Passages'),
  },
  {
    name: 'library-sources',
    library: 'full',
    route: '/library',
    prepare: async (page) => {
      await page.getByRole('button', { name: /^(Manage|Sources)$/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]

/** A wide window shows the place of the first result beside it. */
async function previewed(page: Page) {
  await page.locator('.hit').first().waitFor()
  const width = page.viewportSize()?.width ?? 0
  if (width > 1200) await page.locator('.pdf-mark').first().waitFor()
}

async function asTree(page: Page) {
  await page.getByRole('button', { name: 'Show as a tree' }).click()
  await page.getByRole('treegrid').focus()
  await page.keyboard.press('ArrowRight')
}

/** Of the first file that was read: one that failed has no passages. */
async function menuOfFirst(page: Page, item: string) {
  const row = page.locator(`${rows}:not(.failed)`).first()
  await row.hover()
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}

async function browse(page: Page, path: string) {
  await addBy(page, 'Choose a folder')
  await page.getByLabel('Path of the folder').fill(path)
  await page.keyboard.press('Enter')
  await page.locator('.folders button').first().waitFor()
}

async function mixed(page: Page, alcove: RunningAlcove) {
  const folder = join(alcove.papers, '..', 'mixed')
  await writeMixedFolder(folder)
  await addBy(page, 'Files by their path')
  await page.getByLabel('Paths').fill(folder)
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

async function addBy(page: Page, way: string) {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: way }).click()
}

function shown(selector: string): Scene['prepare'] {
  return (page) => page.locator(selector).first().waitFor({ state: 'attached' })
}
