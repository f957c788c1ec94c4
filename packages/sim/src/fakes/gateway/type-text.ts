import type { DataType, DataTypeName } from '@headgate/domain'
import type { SqlToken } from './sql-tokens.ts'
import { isSymbol } from './sql-tokens.ts'

const defaults: Record<string, string> = {
  INTEGER: 'INT', DEC: 'DECIMAL(10, 0)', DECIMAL: 'DECIMAL(10, 0)', NUMERIC: 'DECIMAL(10, 0)', TIMESTAMP: 'TIMESTAMP(6)',
  TIMESTAMP_LTZ: 'TIMESTAMP_LTZ(6)', TIME: 'TIME(0)', CHAR: 'CHAR(1)', VARCHAR: 'VARCHAR(1)', BYTES: 'BYTES',
}

/** The text of a type as Flink prints it, from its tokens. */
export function typeTextOf(tokens: SqlToken[]): string {
  let text = ''
  for (const [index, token] of tokens.entries()) {
    const printed = token.kind === 'word' ? token.value : token.text
    const before = tokens[index - 1]
    const glued = before === undefined || ['(', '<', ')'].some((symbol) => isSymbol(before, symbol)) || ['(', ')', '<', '>', ','].includes(token.value)
    text += isSymbol(token, ',') ? ',' : `${glued && !isSymbol(before, ',') ? '' : ' '}${printed}`
  }
  return defaults[text] ?? text
}

/** The wire shape of the simple types; anything nested is told as text. */
export function dataTypeOf(typeText: string, nullable: boolean): DataType {
  const [, name = '', first, second] = /^([A-Z_ ]+?)(?:\((\d+)(?:, ?(\d+))?\))?(?: \*ROWTIME\*)?$/.exec(typeText) ?? []
  const numbers = { ...(first === undefined ? {} : { precision: Number(first) }) }
  switch (name) {
    case 'INT':
      return { type: 'INTEGER', nullable }
    case 'STRING':
      return { type: 'VARCHAR', nullable, length: 2_147_483_647 }
    case 'BYTES':
      return { type: 'VARBINARY', nullable, length: 2_147_483_647 }
    case 'CHAR':
    case 'VARCHAR':
    case 'BINARY':
    case 'VARBINARY':
      return { type: name, nullable, length: Number(first ?? 1) }
    case 'DECIMAL':
      return { type: 'DECIMAL', nullable, precision: Number(first ?? 10), scale: Number(second ?? 0) }
    case 'TIMESTAMP':
      return { type: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable, ...numbers }
    case 'TIMESTAMP_LTZ':
      return { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable, ...numbers }
    case 'TIME':
      return { type: 'TIME_WITHOUT_TIME_ZONE', nullable, ...numbers }
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DATE':
      return { type: name satisfies DataTypeName, nullable }
    default:
      return { type: 'VARCHAR', nullable, length: 2_147_483_647 }
  }
}

/** The text of a simple type: the inverse of `dataTypeOf`. */
export function textOfDataType(type: DataType): string {
  const withPrecision = (name: string) => (type.precision === undefined ? name : `${name}(${type.precision})`)
  switch (type.type) {
    case 'INTEGER':
      return 'INT'
    case 'CHAR':
    case 'VARCHAR':
      return type.length === 2_147_483_647 ? 'STRING' : `${type.type}(${type.length ?? 1})`
    case 'BINARY':
    case 'VARBINARY':
      return type.length === 2_147_483_647 ? 'BYTES' : `${type.type}(${type.length ?? 1})`
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return withPrecision('TIMESTAMP')
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return withPrecision('TIMESTAMP_LTZ')
    case 'TIME_WITHOUT_TIME_ZONE':
      return withPrecision('TIME')
    default:
      return type.type
  }
}
