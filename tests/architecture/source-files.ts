import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { root } from './planted.ts'

/** The folders whose code is the product. */
export const productFolders = ['contract', 'database', 'models', 'workers', 'main', 'preload', 'renderer'] as const

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every file of these folders whose name matches, with its text; paths are relative to the project. */
export function sourceFiles(folders: readonly string[], name: RegExp): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })),
  )
}

/** True for a file that is shipped: no test and no fake of one. */
export function isProduct({ path }: SourceFile): boolean {
  return !/\.test\.tsx?$|(^|\/)fake\./.test(path)
}

/** A file as the compiler sees it. */
export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

/** The text of the doc comment right above a node, or an empty text. */
export function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join('\n')
}
