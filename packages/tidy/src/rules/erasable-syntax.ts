import { lineAt, withoutCommentsAndStrings } from './read-code.ts'
import { ownTypeScript, type Finding, type Workspace } from './workspace.ts'

const NOT_ERASABLE: [syntax: RegExp, name: string][] = [
  [/^[ \t]*(?:export[ \t]+)?(?:declare[ \t]+)?(?:const[ \t]+)?enum[ \t]+\w+\s*\{/gm, 'An enum'],
  [/^[ \t]*(?:export[ \t]+)?(?:declare[ \t]+)?namespace[ \t]+[\w.]+\s*\{/gm, 'A namespace'],
  [/\bconstructor\((?:[^)]*,)?\s*(?:public|private|protected|readonly)\s+(?:readonly\s+)?\w+\s*[?:=,)]/g, 'A parameter property'],
]

/** Node runs the sources by stripping types, so what is more than a type annotation cannot be used. */
export function erasableSyntax(workspace: Workspace): Finding[] {
  return ownTypeScript(workspace).flatMap((file) => {
    const code = withoutCommentsAndStrings(file.text)
    return NOT_ERASABLE.flatMap(([syntax, name]) =>
      [...code.matchAll(syntax)].map((match) => ({ file: file.path, line: lineAt(code, match.index), problem: `${name} is more than a type: Node strips types and runs the rest.` })),
    )
  })
}
