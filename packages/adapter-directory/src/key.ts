/**
 * Why a key or prefix cannot be one of the store, or undefined. Keys use `/`, never start or end with it and have no empty, `.` or
 * `..` parts, so that no key can point outside of the root.
 */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'is empty'
  if (key.includes('\0')) return 'contains a NUL character'
  const parts = key.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return "has an empty, '.' or '..' part"
  const long = parts.find((part) => Buffer.byteLength(part) > 255)
  return long === undefined ? undefined : `has a part of more than 255 bytes`
}
