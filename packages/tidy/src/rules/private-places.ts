import { lineAt } from './read-code.ts'
import type { Finding, Workspace } from './workspace.ts'

const PRIVATE: [place: RegExp, problem: string][] = [
  [/(?<![\w.$}*])\/(?:home|Users)\/\w[\w.-]*\//g, 'a path of somebody\'s machine'],
  [/(?<![\w.$}*])\/(?:root|work|workspace|workspaces)\/[\w.-]+/g, 'a path of somebody\'s machine'],
  [/\b(?:registry\.npmjs\.org|registry\.yarnpkg\.com|npm\.pkg\.github\.com|repo1?\.maven\.(?:org|apache\.org)|files\.pythonhosted\.org|pypi\.org|proxy\.golang\.org)\b/g, 'the host of a package registry'],
  [/\bhttps?:\/\/[\w.-]*(?:artifactory|jfrog|nexus|verdaccio)[\w.-]*/gi, 'the host of a package registry'],
]

/** Nothing that is committed depends on one machine, or on where packages come from. */
export function privatePlaces(workspace: Workspace): Finding[] {
  return workspace.files.flatMap((file) =>
    PRIVATE.flatMap(([place, problem]) => [...file.text.matchAll(place)].map((match) => ({ file: file.path, line: lineAt(file.text, match.index), problem: `"${match[0]}" is ${problem}.` }))),
  )
}
