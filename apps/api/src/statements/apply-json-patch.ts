import { isDeepStrictEqual } from 'node:util'
import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

export interface PatchOperation {
  op: string
  path: string
  from?: string
  value?: unknown
}

type Container = Record<string, unknown> | unknown[]

/**
 * Applies a JSON Patch (RFC 6902) to a copy of a document, all or nothing. `conflict`: a `test` failed. `rejected`: a path does not
 * exist, or an operation lacks what it needs; `detail` is then the number of the operation.
 */
export function applyJsonPatch(document: unknown, patch: readonly PatchOperation[]): Result<unknown> {
  // The document sits in a holder, so that its root can be replaced like everything else.
  const holder: Record<string, unknown> = { root: structuredClone(document) }
  for (const [index, operation] of patch.entries()) {
    const problem = applyOne(holder, operation)
    if (problem === undefined) continue
    const failedTest = operation.op === 'test' && problem === 'differs'
    const where = `Operation ${index} (${operation.op} ${operation.path.slice(0, 100)})`
    return failed(failedTest ? 'conflict' : 'rejected', `${where}: ${failedTest ? 'the value is another one' : problem}.`, String(index))
  }
  return ok(holder['root'])
}

function applyOne(holder: Record<string, unknown>, { op, path, from, value }: PatchOperation): string | undefined {
  switch (op) {
    case 'add':
      return value === undefined ? 'it needs a value' : add(holder, path, value)
    case 'remove':
      return remove(holder, path)
    case 'replace':
      return value === undefined ? 'it needs a value' : (remove(holder, path) ?? add(holder, path, value))
    case 'test': {
      const found = find(holder, path)
      if (value === undefined) return 'it needs a value'
      if (found === undefined) return 'there is nothing at the path'
      return isDeepStrictEqual(found.value, value) ? undefined : 'differs'
    }
    case 'move':
    case 'copy': {
      if (from === undefined) return 'it needs a from'
      if (op === 'move' && path.startsWith(`${from}/`)) return 'a value cannot be moved into itself'
      const found = find(holder, from)
      if (found === undefined) return 'there is nothing at from'
      const moved = structuredClone(found.value)
      return (op === 'move' ? remove(holder, from) : undefined) ?? add(holder, path, moved)
    }
    default:
      return 'it is not an operation of JSON Patch'
  }
}

/** RFC 6901; undefined for what is no pointer. */
function parsePointer(pointer: string): string[] | undefined {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  return ['root', ...pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))]
}

/** The container of a place and the last part of its pointer. */
function findParent(holder: Container, pointer: string): { container: Container; key: string } | undefined {
  const parts = parsePointer(pointer)
  const key = parts?.pop()
  if (parts === undefined || key === undefined) return undefined
  let container: unknown = holder
  for (const part of parts) {
    container = child(container, part)
    if (typeof container !== 'object' || container === null) return undefined
  }
  return { container: container as Container, key }
}

function child(container: unknown, key: string): unknown {
  if (Array.isArray(container)) return /^(0|[1-9]\d*)$/.test(key) ? container[Number(key)] : undefined
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, key)) return undefined
  return (container as Record<string, unknown>)[key]
}

function find(holder: Container, pointer: string): { value: unknown } | undefined {
  const parent = findParent(holder, pointer)
  if (parent === undefined) return undefined
  const value = child(parent.container, parent.key)
  return value === undefined ? undefined : { value }
}

function add(holder: Container, pointer: string, value: unknown): string | undefined {
  const parent = findParent(holder, pointer)
  if (parent === undefined) return 'the path does not exist'
  const { container, key } = parent
  if (Array.isArray(container)) {
    const index = key === '-' ? container.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1
    if (index < 0 || index > container.length) return 'the index lies outside of the list'
    container.splice(index, 0, value)
    return undefined
  }
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true })
  return undefined
}

function remove(holder: Container, pointer: string): string | undefined {
  const parent = findParent(holder, pointer)
  if (parent === undefined || child(parent.container, parent.key) === undefined) return 'there is nothing at the path'
  if (Array.isArray(parent.container)) parent.container.splice(Number(parent.key), 1)
  else delete parent.container[parent.key]
  return undefined
}
