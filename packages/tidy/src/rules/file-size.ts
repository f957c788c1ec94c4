import { ownTypeScript, type Finding, type Workspace } from './workspace.ts'

const MOST_LINES = 400

/** Long because they are lists, not logic: with the reason. */
const DATA_TABLES: Record<string, string> = {}

/** A file has one purpose; one of more than 400 lines has several. Generated files and data tables aside. */
export function fileSize(workspace: Workspace): Finding[] {
  return ownTypeScript(workspace)
    .filter((file) => DATA_TABLES[file.path] === undefined)
    .map((file) => ({ file: file.path, lines: file.text.split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ file, lines }) => ({ file, problem: `${lines} lines, at most ${MOST_LINES}: split it by purpose, or list it as a data table in packages/tidy/src/rules/file-size.ts.` }))
}
