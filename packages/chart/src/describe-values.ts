import { isMap, isScalar, parseDocument } from 'yaml'
import type { Node, YAMLMap } from 'yaml'

/** One value that a user may set. */
export interface DescribedValue {
  /** Such as `api.replicas`. */
  path: string
  /** The line above it that begins with `--`; undefined where there is none. */
  description: string | undefined
  /** As JSON. */
  default: string
}

/**
 * Every value of a `values.yaml`, in order: what has a line `# -- …` above it is one value with everything in it, other maps are gone into.
 * Throws when the text is no YAML map.
 */
export function describeValues(text: string): DescribedValue[] {
  const document = parseDocument(text)
  const [problem] = document.errors
  if (problem !== undefined) throw problem
  if (!isMap(document.contents)) throw new Error('The values are no map.')
  return below(document.contents, '', document.commentBefore)
}

function below(map: YAMLMap, prefix: string, commentBefore: string | null | undefined): DescribedValue[] {
  return map.items.flatMap((pair, index) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const path = prefix === '' ? key : `${prefix}.${key}`
    // What stands above the first key of a map is the map's, for the parser.
    const above = [index === 0 ? (commentBefore ?? map.commentBefore) : undefined, (pair.key as Node | null)?.commentBefore]
    const description = above.map((comment) => lastDescription(comment)).find((line) => line !== undefined)
    const value = pair.value as Node | null
    if (description === undefined && isMap(value) && value.items.length > 0 && value.flow !== true) return below(value, path, undefined)
    return [{ path, description, default: JSON.stringify(value?.toJSON() ?? null) }]
  })
}

function lastDescription(comment: string | null | undefined): string | undefined {
  const lines = (comment ?? '').split('\n').map((line) => /^ ?-- (.+)$/.exec(line)?.[1])
  return lines.findLast((line) => line !== undefined)
}
