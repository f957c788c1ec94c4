import type { DataType, DataTypeName } from '@headgate/domain'

/** From narrow to wide. */
const numericTypes: DataTypeName[] = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DECIMAL', 'FLOAT', 'DOUBLE']

/** Whether values of the type are compared as numbers. */
export const isNumeric = (type: DataType): boolean => numericTypes.includes(type.type)

export const isText = (type: DataType): boolean => type.type === 'CHAR' || type.type === 'VARCHAR'

/** The type that holds the values of both columns of a UNION ALL; undefined when there is none. */
export function commonType(left: DataType, right: DataType): DataType | undefined {
  const nullable = left.nullable || right.nullable
  if (left.type === 'NULL') return { ...right, nullable: true }
  if (right.type === 'NULL') return { ...left, nullable: true }
  if (isText(left) && isText(right)) {
    const length = Math.max(left.length ?? 1, right.length ?? 1)
    return { type: left.type === 'CHAR' && right.type === 'CHAR' && left.length === right.length ? 'CHAR' : 'VARCHAR', nullable, length }
  }
  if (isNumeric(left) && isNumeric(right)) {
    return { ...(numericTypes.indexOf(left.type) >= numericTypes.indexOf(right.type) ? left : right), nullable }
  }
  return left.type === right.type ? { ...left, nullable } : undefined
}
