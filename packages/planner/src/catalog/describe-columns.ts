import type { CatalogColumn, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { parseDataType } from '@headgate/sql'

/** A row of Flink's DESCRIBE: name, type, null, key, extras, watermark and, if any column has one, comment. */
export type DescribeRow = readonly (string | boolean | null | undefined)[]

/** What a DESCRIBE tells: the columns in order, and the watermark. */
export interface DescribedTable {
  columns: CatalogColumn[]
  watermark?: { column: string; expression: string }
}

/**
 * Reads the rows of DESCRIBE as the SQL Gateway of Flink 2.3 gives them (booleans may be text). Time attributes are printed
 * as `TIMESTAMP(3) *ROWTIME*`; the mark is no part of the type. `primaryKey`: the key's columns in their order, which
 * DESCRIBE tells only in an unquoted list.
 */
export function readDescribe(rows: readonly DescribeRow[], primaryKey: readonly string[]): Result<DescribedTable> {
  const result: DescribedTable = { columns: [] }
  for (const [name, typeText, nullable, , extras, watermark, comment] of rows) {
    if (typeof name !== 'string' || typeof typeText !== 'string') return failed('rejected', 'Flink answered DESCRIBE with a row that has no name or type.')
    const dataTypeText = typeText.replace(/ \*(ROWTIME|PROCTIME)\*$/, '').replace(/ NOT NULL$/, '')
    const type = parseDataType(dataTypeText)
    if (type === undefined) return failed('rejected', `The type ${dataTypeText} of column '${name}' is not known to Headgate.`)
    const position = primaryKey.indexOf(name) + 1
    result.columns.push({
      name,
      dataTypeText,
      type: { ...type, nullable: nullable === true || nullable === 'true' || nullable === 'TRUE' },
      ...readExtras(typeof extras === 'string' ? extras : ''),
      ...(typeof comment === 'string' && comment !== '' ? { comment } : {}),
      ...(position > 0 ? { primaryKeyPosition: position } : {}),
    })
    if (typeof watermark === 'string' && watermark !== '') result.watermark = { column: name, expression: watermark }
  }
  return ok(result)
}

/** `AS <expression>`, `METADATA [FROM 'key'] [VIRTUAL]`, or nothing. */
function readExtras(extras: string): Pick<CatalogColumn, 'kind' | 'expression' | 'metadataKey' | 'virtual'> {
  if (extras.startsWith('AS ')) return { kind: 'computed', expression: extras.slice(3) }
  if (!extras.startsWith('METADATA')) return { kind: 'physical' }
  const key = /FROM '((?:[^']|'')*)'/.exec(extras)?.[1]?.replaceAll("''", "'")
  return { kind: 'metadata', ...(key === undefined ? {} : { metadataKey: key }), ...(/ VIRTUAL$/.test(extras) ? { virtual: true } : {}) }
}

/** The text that DESCRIBE prints under `extras` for this column; null for a physical one. */
export function extrasOf(column: CatalogColumn): string | null {
  if (column.kind === 'computed') return `AS ${column.expression ?? ''}`
  if (column.kind === 'physical') return null
  const from = column.metadataKey === undefined ? '' : ` FROM '${column.metadataKey.replaceAll("'", "''")}'`
  return `METADATA${from}${column.virtual ? ' VIRTUAL' : ''}`
}
