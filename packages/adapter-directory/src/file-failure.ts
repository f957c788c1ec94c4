import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error'

/** Neither the path nor a part of it exists. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'

/** A part of the path is a file: below it there is surely nothing. */
export const isBelowFile = (error: unknown): boolean => codeOf(error) === 'ENOTDIR'

/** A failure of the file system that says nothing about what is there. */
export function fileFailure(action: string, key: string, error: unknown): Failure {
  const code = codeOf(error)
  const hint: Record<string, string> = {
    ENOSPC: 'The disk is full: free some space.',
    EDQUOT: 'The disk quota is used up: free some space.',
    EACCES: 'The permission is missing: check who owns the directory.',
    EPERM: 'The permission is missing: check who owns the directory.',
    EROFS: 'The file system is read-only.',
    EMFILE: 'Too many files are open.',
  }
  return failed('unavailable', `Could not ${action} '${key}' (${code}). ${hint[code] ?? ''}`.trimEnd(), String(error))
}
