import { describe, expect, it } from 'vitest'
import { applyJsonPatch } from './apply-json-patch.ts'
import type { PatchOperation } from './apply-json-patch.ts'

const apply = (document: unknown, ...patch: PatchOperation[]) => {
  const patched = applyJsonPatch(document, patch)
  return patched.ok ? patched.value : patched.reason
}

// The examples of RFC 6902, appendix A, and what they leave out.
describe('applyJsonPatch', () => {
  it.each<[string, unknown, PatchOperation[], unknown]>([
    ['adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    ['adds an element', { foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    ['appends an element', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['a'] }], { foo: ['bar', ['a']] }],
    ['removes a member', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    ['removes an element', { foo: [1, 2, 3] }, [{ op: 'remove', path: '/foo/1' }], { foo: [1, 3] }],
    ['replaces a value', { a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
    ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [] }], []],
    ['moves a value', { foo: { bar: 1 }, qux: {} }, [{ op: 'move', from: '/foo/bar', path: '/qux/thud' }], { foo: {}, qux: { thud: 1 } }],
    ['copies a value', { a: { x: 1 } }, [{ op: 'copy', from: '/a', path: '/b' }], { a: { x: 1 }, b: { x: 1 } }],
    ['tests a value', { a: { b: [1] } }, [{ op: 'test', path: '/a', value: { b: [1] } }], { a: { b: [1] } }],
    ['unescapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }, { op: 'replace', path: '/~1', value: 1 }], { '/': 1, '~1': 10 }],
    ['keeps a member called __proto__ to itself', {}, [{ op: 'add', path: '/__proto__', value: { bad: true } }], JSON.parse('{"__proto__":{"bad":true}}')],
  ])('%s', (_what, document, patch, expected) => {
    expect(apply(document, ...patch)).toEqual(expected)
  })

  it.each<[string, PatchOperation, string]>([
    ['a failed test', { op: 'test', path: '/a', value: 2 }, 'conflict'],
    ['a missing parent', { op: 'add', path: '/x/y', value: 1 }, 'rejected'],
    ['a missing member', { op: 'remove', path: '/x' }, 'rejected'],
    ['a replace of nothing', { op: 'replace', path: '/x', value: 1 }, 'rejected'],
    ['no pointer', { op: 'add', path: 'a', value: 1 }, 'rejected'],
    ['no value', { op: 'add', path: '/b' }, 'rejected'],
    ['no from', { op: 'move', path: '/b' }, 'rejected'],
    ['a move into itself', { op: 'move', from: '/l', path: '/l/0' }, 'rejected'],
    ['an index beyond the end', { op: 'add', path: '/l/5', value: 1 }, 'rejected'],
    ['an index with a leading zero', { op: 'remove', path: '/l/00' }, 'rejected'],
    ['an inherited member', { op: 'test', path: '/toString', value: 1 }, 'rejected'],
  ])('refuses %s', (_what, operation, reason) => {
    expect(apply({ a: 1, l: [1, 2] }, operation)).toBe(reason)
  })

  it('changes nothing of the document it was given', () => {
    const document = { a: { b: 1 } }
    apply(document, { op: 'replace', path: '/a/b', value: 2 })
    expect(document).toEqual({ a: { b: 1 } })
  })
})
