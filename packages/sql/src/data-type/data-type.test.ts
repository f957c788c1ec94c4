import type { DataType } from '@headgate/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDataType } from './parse-data-type.ts'
import { printDataType, printDataTypeRoot } from './print-data-type.ts'

describe('parseDataType', () => {
  it.each<[string, DataType]>([
    ['BIGINT NOT NULL', { type: 'BIGINT', nullable: false }],
    ['INT', { type: 'INTEGER', nullable: true }],
    ['STRING', { type: 'VARCHAR', nullable: true, length: 2147483647 }],
    ['BYTES', { type: 'VARBINARY', nullable: true, length: 2147483647 }],
    ['VARCHAR(2147483647)', { type: 'VARCHAR', nullable: true, length: 2147483647 }],
    ['CHAR', { type: 'CHAR', nullable: true, length: 1 }],
    ['DECIMAL(10, 2)', { type: 'DECIMAL', nullable: true, precision: 10, scale: 2 }],
    ['DECIMAL', { type: 'DECIMAL', nullable: true, precision: 10, scale: 0 }],
    ['DOUBLE PRECISION', { type: 'DOUBLE', nullable: true }],
    ['TIME(0)', { type: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 0 }],
    ['TIMESTAMP(3) *ROWTIME*', { type: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 3 }],
    ['TIMESTAMP_LTZ(3) *PROCTIME* NOT NULL', { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: false, precision: 3 }],
    ['TIMESTAMP_LTZ(3) NOT NULL *PROCTIME*', { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: false, precision: 3 }],
    ['TIMESTAMP(9) WITH LOCAL TIME ZONE', { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 9 }],
    ['TIMESTAMP', { type: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 6 }],
    ['INTERVAL DAY(2) TO SECOND(6)', { type: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY_TO_SECOND', precision: 2, fractional_precision: 6 }],
    ['INTERVAL SECOND(3) NOT NULL', { type: 'INTERVAL_DAY_TIME', nullable: false, resolution: 'SECOND', fractional_precision: 3 }],
    ['INTERVAL YEAR(4) TO MONTH', { type: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR_TO_MONTH', precision: 4 }],
    ['MULTISET<INT NOT NULL>', { type: 'MULTISET', nullable: true, element_type: { type: 'INTEGER', nullable: false } }],
    ['MAP<VARCHAR(5) NOT NULL, ARRAY<DATE>> NOT NULL', {
      type: 'MAP', nullable: false, key_type: { type: 'VARCHAR', nullable: false, length: 5 }, value_type: { type: 'ARRAY', nullable: true, element_type: { type: 'DATE', nullable: true } },
    }],
    ["ROW<`a``b` INT NOT NULL, c ROW<`d` BOOLEAN> 'it''s'>", {
      type: 'ROW', nullable: true,
      fields: [
        { name: 'a`b', field_type: { type: 'INTEGER', nullable: false } },
        { name: 'c', field_type: { type: 'ROW', nullable: true, fields: [{ name: 'd', field_type: { type: 'BOOLEAN', nullable: true } }] }, description: "it's" },
      ],
    }],
    ['ROW<>', { type: 'ROW', nullable: true, fields: [] }],
    ['ROW(a INT)', { type: 'ROW', nullable: true, fields: [{ name: 'a', field_type: { type: 'INTEGER', nullable: true } }] }],
    ["RAW('org.x.Y', ...)", { type: 'RAW', nullable: true, class_name: 'org.x.Y' }],
    ["STRUCTURED<'a.B', `x` INT> NOT NULL", { type: 'STRUCTURED_TYPE', nullable: false, class_name: 'a.B', fields: [{ name: 'x', field_type: { type: 'INTEGER', nullable: true } }] }],
    ['VARIANT', { type: 'VARIANT', nullable: true }],
    ['NULL', { type: 'NULL', nullable: true }],
  ])('reads %s', (text, type) => {
    expect(parseDataType(text)).toEqual(type)
  })

  it.each(['', 'FOO', 'INT INT', 'ARRAY<INT', 'ARRAY', 'ROW<a>', 'VARCHAR(x)', 'INTERVAL DAY TO YEAR', 'constructor', 'toString'])('is no type: %j', (text) => {
    expect(parseDataType(text)).toBeUndefined()
  })

  it('bounds how deeply types nest', () => {
    expect(parseDataType('ARRAY<'.repeat(20_000))).toBeUndefined()
    expect(parseDataType(`${'ARRAY<'.repeat(100)}INT${'>'.repeat(100)}`)).toBeDefined()
  })
})

const plain = fc.constantFrom<DataType>(
  { type: 'INTEGER', nullable: true }, { type: 'BIGINT', nullable: true }, { type: 'VARIANT', nullable: true }, { type: 'DATE', nullable: true },
  { type: 'VARCHAR', nullable: true, length: 7 }, { type: 'DECIMAL', nullable: true, precision: 38, scale: 18 }, { type: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 3 },
  { type: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'HOUR_TO_SECOND', fractional_precision: 2 }, { type: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'MONTH' },
)
const fieldName = fc.string({ minLength: 1 }).filter((name) => !/[\n\r]/.test(name))
const { type: anyType } = fc.letrec<{ type: DataType; bare: DataType }>((tie) => ({
  type: fc.tuple(tie('bare'), fc.boolean()).map(([type, nullable]) => ({ ...type, nullable })),
  bare: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain,
    tie('type').map((element): DataType => ({ type: 'ARRAY', nullable: true, element_type: element })),
    fc.tuple(tie('type'), tie('type')).map(([key, value]): DataType => ({ type: 'MAP', nullable: true, key_type: key, value_type: value })),
    fc.array(fc.record({ name: fieldName, field_type: tie('type'), description: fc.string() }, { requiredKeys: ['name', 'field_type'] }), { maxLength: 3 })
      .map((fields): DataType => ({ type: 'ROW', nullable: true, fields })),
  ),
}))

describe('printDataType', () => {
  it('prints in full, or the root alone', () => {
    const type = parseDataType('ROW<`a` STRING NOT NULL, `b` TIMESTAMP_LTZ(3)> NOT NULL')!
    expect(printDataType(type)).toBe('ROW<`a` VARCHAR(2147483647) NOT NULL, `b` TIMESTAMP_LTZ(3)> NOT NULL')
    expect(printDataTypeRoot(type)).toBe('ROW')
  })

  it('is read back as the same type', () => {
    fc.assert(fc.property(anyType, (type) => void expect(parseDataType(printDataType(type))).toEqual(type)))
  })
})
