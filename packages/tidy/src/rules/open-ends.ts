import { lineAt } from './read-code.ts'
import type { Finding, Workspace } from './workspace.ts'

// Put together here, or this file would break its own rule.
const MARKS = ['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'X' + 'XX']
const MARK = new RegExp(`\\b(${MARKS.join('|')})\\b(?!: \\S.{14,})`, 'g')

/** A mark of unfinished work says what is missing and why it may wait: at least 15 characters after a colon. */
export function openEnds(workspace: Workspace): Finding[] {
  return workspace.files
    .filter((file) => /\.(tsx?|mjs|py|sh|md|sql|prisma)$/.test(file.path))
    .flatMap((file) => [...file.text.matchAll(MARK)].map((match) => ({ file: file.path, line: lineAt(file.text, match.index), problem: `${match[1]} without a reason.` })))
}
