import { expect, it } from 'vitest'
import { readDatabaseError, toFailure } from './failure.ts'

const adapterError = (cause: object) => Object.assign(new Error('x'), { code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } })

it('reads the SQLSTATE wherever it hides', () => {
  expect(readDatabaseError(Object.assign(new Error('m'), { code: '23505' }))).toEqual({ code: '23505', message: 'm' })
  expect(readDatabaseError(adapterError({ originalCode: '40001', originalMessage: 'm', kind: 'postgres' }))).toEqual({ code: '40001', message: 'm' })
  expect(readDatabaseError(adapterError({ kind: 'ConnectionClosed' }))?.code).toBe('ECONNRESET')
  expect(readDatabaseError(Object.assign(new Error('m'), { code: 'ECONNREFUSED' }))?.code).toBe('ECONNREFUSED')
  expect(readDatabaseError(Object.assign(new Error('m'), { code: 'P2028' }))?.code).toBe('ETIMEDOUT')
  expect(readDatabaseError(new Error('Query read timeout'))?.code).toBe('ETIMEDOUT')
  expect(readDatabaseError(new TypeError('a bug'))).toBeUndefined()
  expect(readDatabaseError('text')).toBeUndefined()
})

it('says what each means, and throws on what is a bug', () => {
  const reasonOf = (code: string, message = '') => toFailure(Object.assign(new Error(message), { code })).reason
  for (const code of ['08006', '57P01', 'ECONNRESET', '53300', '25006', '28P01', '3D000', '57014', '55P03']) expect(reasonOf(code)).toBe('unavailable')
  for (const code of ['23505', '40001', '40P01', '23001']) expect(reasonOf(code)).toBe('conflict')
  expect(reasonOf('23503', 'insert or update on table "x" violates')).toBe('not-found')
  expect(reasonOf('23503', 'update or delete on table "x" violates')).toBe('conflict')
  expect(reasonOf('42501', 'new row violates row-level security policy for table "x"')).toBe('not-found')
  expect(() => reasonOf('42501', 'permission denied for table x')).toThrow('permission denied')
  expect(() => reasonOf('42601', 'syntax error')).toThrow('syntax error')
  expect(() => toFailure(new TypeError('a bug'))).toThrow('a bug')
})
