import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { standInProgram } from '../ollama/ollama-program.ts'
import { startAlcove } from './running-alcove.ts'

test.describe.configure({ timeout: 90_000 })

test('Ollama that is installed and does not run is started from the page, and answers', async ({ page, context }) => {
  test.skip(process.platform === 'win32', 'The stand-in is a script for a shell')
  const program = await standInProgram()
  const { PATH, ...environment } = program.environment
  const alcove = await startAlcove({
    environment: { ...environment, PATH: `${PATH}:${process.env.PATH}` },
  })
  try {
    await context.addCookies(alcove.cookies)
    await page.goto(`${alcove.url}/#/settings/models`)
    const section = page.getByRole('region', { name: 'Ollama' })
    await expect(section).toContainText('Not running')
    await expect(section).toContainText('It goes on running when Alcove is closed.')
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

    await section.getByRole('button', { name: 'Start it' }).press('Enter')

    await expect(section).toContainText('Running')
    await expect(section.getByRole('row', { name: /scripted-chat/ })).toBeVisible()
    await expect(section.getByRole('button', { name: 'Start it' })).toHaveCount(0)
  } finally {
    await alcove.stop()
    program.end()
  }
})

test('one that ends at once is said, with what to do', async ({ page, context }) => {
  test.skip(process.platform === 'win32', 'The stand-in is a script for a shell')
  const program = await standInProgram({ fails: true })
  const { PATH, ...environment } = program.environment
  const alcove = await startAlcove({
    empty: true,
    environment: { ...environment, PATH: `${PATH}:${process.env.PATH}` },
  })
  try {
    await context.addCookies(alcove.cookies)
    await page.goto(`${alcove.url}/#/settings/models`)
    await page.getByRole('button', { name: 'Start it' }).click()

    await expect(page.getByRole('alert')).toContainText(
      'Ollama was started and ended at once (code 3). Run ollama serve',
    )
  } finally {
    await alcove.stop()
    program.end()
  }
})
