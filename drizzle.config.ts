import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './database/*.table.ts',
  out: './database/migrations',
  casing: 'snake_case',
})
