import type { DataType } from '@headgate/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonEncoder } from './encode-json-cell.ts'
import { formatDayTime, formatDecimal, formatYearMonth, withFraction } from './format-scalars.ts'
import { parseWithNumbersAsText } from './parse-json-page.ts'
import { readNestedText } from './read-nested-text.ts'
import { localTimeRenderer } from './render-local-time.ts'
import { rowFormatOf } from './row-format.ts'
import { toDataType } from './to-data-type.ts'

const of = (type: DataType['type'], more: Partial<DataType> = {}): DataType => ({ type, nullable: true, ...more })
const utc = localTimeRenderer('UTC', 'UTC')
const encode = (type: DataType, json: string) => jsonEncoder(type, utc)(parseWithNumbersAsText(json))

describe('scalars of a JSON page', () => {
  it.each([
    [of('BIGINT'), '9007199254740993', '9007199254740993'],
    [of('DOUBLE'), '1.0E10', '1.0E10'],
    [of('FLOAT'), '"NaN"', 'NaN'],
    [of('BOOLEAN'), 'true', 'TRUE'],
    [of('DECIMAL', { precision: 10, scale: 2 }), '1.2', '1.20'],
    [of('VARBINARY'), '"fwI="', "x'7f02'"],
    [of('TIME_WITHOUT_TIME_ZONE', { precision: 3 }), '"01:02:03.4"', '01:02:03.4'],
    [of('TIMESTAMP_WITHOUT_TIME_ZONE', { precision: 3 }), '"2026-01-31T01:02:03.1"', '2026-01-31 01:02:03.100'],
    [of('TIMESTAMP_WITHOUT_TIME_ZONE', { precision: 0 }), '"2026-01-31T01:02:00"', '2026-01-31 01:02:00'],
    [of('TIMESTAMP_WITH_LOCAL_TIME_ZONE', { precision: 6 }), '"2026-01-31T01:02:03Z"', '2026-01-31 01:02:03.000000'],
    [of('INTERVAL_YEAR_MONTH'), '18', '+1-06'],
    [of('INTERVAL_DAY_TIME'), '14400000', '+0 04:00:00.000'],
    [of('VARCHAR'), 'null', null],
    [of('NULL'), 'null', null],
  ])('%o %s', (type, json, cell) => {
    expect(encode(type, json)).toEqual(cell)
  })

  it('decimals keep every digit', () => {
    expect(formatDecimal('1.234567890123456789E+19', 0)).toBe('12345678901234567890')
    expect(formatDecimal('1E-7', 7)).toBe('0.0000001')
    expect(formatDecimal('0', 18)).toBe(`0.${'0'.repeat(18)}`)
    expect(formatDecimal('-0.05', 3)).toBe('-0.050')
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }), (unscaled, scale) => {
        const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
        const plain = `${unscaled < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
        expect(formatDecimal(plain, scale)).toBe(plain)
        expect(formatDecimal(`${unscaled}E-${scale}`, scale)).toBe(plain)
      }),
    )
  })

  it('intervals have a sign and their parts', () => {
    expect(formatYearMonth(-3)).toBe('-0-03')
    expect(formatDayTime(93_784_567)).toBe('+1 02:03:04.567')
    expect(formatDayTime(-1_000)).toBe('-0 00:00:01.000')
    expect(withFraction('01:02:03.5', 0)).toBe('01:02:03')
  })
})

describe('nested values of a JSON page', () => {
  it('keep their structure', () => {
    const row = of('ROW', { fields: [{ name: 'b', field_type: of('VARCHAR') }, { name: '1', field_type: of('INTEGER') }, { name: '__proto__', field_type: of('INTEGER') }] })
    expect(encode(of('ARRAY', { element_type: row }), '[{"1":2,"b":"x","__proto__":3},null]')).toEqual([['x', '2', '3'], null])
    expect(encode(of('MAP', { key_type: of('VARCHAR'), value_type: of('ARRAY', { element_type: of('DOUBLE') }) }), '{"k":[1.5,null]}')).toEqual([['k', ['1.5', null]]])
    expect(encode(of('MULTISET', { element_type: of('VARCHAR') }), '{"a":2}')).toEqual([['a', '2']])
  })
})

describe('readNestedText', () => {
  const map = (key: DataType, value: DataType) => of('MAP', { key_type: key, value_type: value })
  it.each([
    ['{1=2, 3=NULL}', map(of('INTEGER'), of('INTEGER')), [['1', '2'], ['3', null]]],
    ['{}', map(of('INTEGER'), of('INTEGER')), []],
    ['{1=b, c=d, 2=e}', map(of('INTEGER'), of('VARCHAR')), [['1', 'b, c=d'], ['2', 'e']]],
    ['{x=1}', map(of('BINARY'), of('INTEGER')), undefined],
    ["{x'01'=(a), 5)}", map(of('BINARY'), of('ROW', { fields: [{ name: 'a', field_type: of('VARCHAR') }, { name: 'b', field_type: of('INTEGER') }] })), [["x'01'", ['a)', '5']]]],
    ['[{1.5=TRUE}, NULL, {-1.0E10=FALSE, NaN=NULL}]', of('ARRAY', { element_type: map(of('DOUBLE'), of('BOOLEAN')) }), [[['1.5', 'TRUE']], null, [['-1.0E10', 'FALSE'], ['NaN', null]]]],
    ['{2020-01-01 00:00:00.5=+0 04:00:00.000}', map(of('TIMESTAMP_WITHOUT_TIME_ZONE'), of('INTERVAL_DAY_TIME')), [['2020-01-01 00:00:00.5', '+0 04:00:00.000']]],
    ['{[1, 2]=x}', map(of('ARRAY', { element_type: of('INTEGER') }), of('VARCHAR')), [[['1', '2'], 'x']]],
  ])('%s', (text, type, cell) => {
    expect(readNestedText(text, type)).toEqual(cell)
  })
})

it('readNestedText gives up on what would take for ever', () => {
  const row = of('ROW', { fields: [{ name: 'a', field_type: of('VARCHAR') }, { name: 'b', field_type: of('VARCHAR') }] })
  const text = `{${'1=(a, b), '.repeat(2_000)}1=(a, b)?`
  const map = of('MAP', { key_type: of('INTEGER'), value_type: row })
  expect(readNestedText(`${text.slice(0, -1)}}`, map)).toHaveLength(2_001)
  // Without its bound it would not end within the test's time.
  expect(readNestedText(text, map)).toBeUndefined()
})

describe('row formats', () => {
  it('text for scalars, JSON for what is nested, and text again for what JSON cannot say', () => {
    const list = of('ARRAY', { element_type: of('INTEGER') })
    expect(rowFormatOf([of('INTEGER'), of('VARIANT'), of('DECIMAL')])).toBe('PLAIN_TEXT')
    expect(rowFormatOf([of('INTEGER'), list])).toBe('JSON')
    expect(rowFormatOf([of('MAP', { key_type: of('VARCHAR'), value_type: of('INTEGER') })])).toBe('JSON')
    expect(rowFormatOf([of('ARRAY', { element_type: of('MAP', { key_type: of('INTEGER'), value_type: of('INTEGER') }) })])).toBe('PLAIN_NESTED')
    expect(rowFormatOf([list, of('VARIANT')])).toBe('PLAIN_NESTED')
  })
})

describe('localTimeRenderer', () => {
  it('moves wall time from the zone of the session to the wanted one, over changes of the clock', () => {
    const render = localTimeRenderer('Asia/Kolkata', 'UTC')
    expect(render('2026-01-31T06:32:03.456Z', 3)).toBe('2026-01-31 01:02:03.456')
    const berlin = localTimeRenderer('UTC', 'Europe/Berlin')
    expect(berlin('2026-03-29 00:59:59', 0)).toBe('2026-03-29 01:59:59')
    expect(berlin('2026-03-29 01:00:00', 0)).toBe('2026-03-29 03:00:00')
    const back = localTimeRenderer('Europe/Berlin', 'UTC')
    expect(back('2026-03-29 03:00:00', 0)).toBe('2026-03-29 01:00:00')
    expect(back('2026-07-01 00:00:00.123456789', 9)).toBe('2026-06-30 22:00:00.123456789')
    expect(localTimeRenderer('UTC', 'GMT+02:00')('1960-01-01 00:00:00.5', 1)).toBe('1960-01-01 02:00:00.5')
    expect(localTimeRenderer('UTC', 'No/Where')('1960-01-01 00:00:00', 0)).toBe('1960-01-01 00:00:00')
  })
})

it('types keep their parameters, also where numbers came as text', () => {
  expect(toDataType({ type: 'DECIMAL', nullable: false, precision: '10' as unknown as number, scale: 2 })).toEqual({ type: 'DECIMAL', nullable: false, precision: 10, scale: 2 })
  expect(toDataType({ type: 'BITMAP', nullable: true })).toEqual({ type: 'RAW', nullable: true })
})
