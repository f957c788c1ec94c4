import { matchesLike } from '@headgate/sql'

/** The LIKE of a SHOW statement. `%` stands for any text, `_` for one character, a backslash takes the next one as it is. */
export interface LikePattern {
  pattern: string
  not: boolean
  caseInsensitive: boolean
}

/** A test for names; without a pattern every name passes. */
export const likeFilter =
  (like: LikePattern | undefined) =>
  (name: string): boolean =>
    like === undefined || matchesLike(name, like.pattern, '\\', like.caseInsensitive) !== like.not
