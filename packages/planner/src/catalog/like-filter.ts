/** The LIKE of a SHOW statement. `%` stands for any text, `_` for one character, a backslash takes the next one as it is. */
export interface LikePattern {
  pattern: string
  not: boolean
  caseInsensitive: boolean
}

/** A test for names; without a pattern every name passes. */
export function likeFilter(like: LikePattern | undefined): (name: string) => boolean {
  if (like === undefined) return () => true
  const source = like.pattern.replaceAll(/\\?[^]/gu, (part) => {
    if (part === '%') return '[^]*'
    if (part === '_') return '[^]'
    return (part.length > 1 && part.startsWith('\\') ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|/-]/u, String.raw`\$&`)
  })
  const expression = new RegExp(`^${source}$`, like.caseInsensitive ? 'iu' : 'u')
  return (name) => expression.test(name) !== like.not
}
