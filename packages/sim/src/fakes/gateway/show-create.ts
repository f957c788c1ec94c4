import type { FakeTable, TablePath } from './session-catalog.ts'

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The text of SHOW CREATE TABLE or SHOW CREATE VIEW, in Flink's layout. */
export function showCreate(path: TablePath, table: FakeTable): string {
  const name = path.map(quote).join('.')
  if (table.kind === 'view') {
    const columns = table.columns.map((column) => `  ${quote(column.name)}`).join(',\n')
    return `CREATE VIEW ${name} (\n${columns}\n)\nAS ${table.query}\n`
  }
  const items = table.columns.map((column) => {
    const comment = column.comment === undefined ? '' : ` COMMENT ${literal(column.comment)}`
    if (column.extras?.startsWith('AS ')) return `  ${quote(column.name)} ${column.extras}${comment}`
    const type = column.typeText === 'STRING' ? 'VARCHAR(2147483647)' : column.typeText
    return `  ${quote(column.name)} ${type}${column.nullable ? '' : ' NOT NULL'}${column.extras === undefined ? '' : ` ${column.extras}`}${comment}`
  })
  if (table.watermark !== undefined) items.push(`  WATERMARK FOR ${quote(table.watermark.column)} AS ${table.watermark.expression}`)
  if (table.primaryKey.length > 0) {
    const key = table.primaryKey.map(quote).join(', ')
    items.push(`  CONSTRAINT ${quote(`PK_${table.primaryKey.join('_')}`)} PRIMARY KEY (${key}) NOT ENFORCED`)
  }
  const parts = [`CREATE TABLE ${name} (\n${items.join(',\n')}\n)`]
  if (table.comment !== undefined) parts.push(`COMMENT ${literal(table.comment)}`)
  if (table.partitionKeys.length > 0) parts.push(`PARTITIONED BY (${table.partitionKeys.map(quote).join(', ')})`)
  const options = Object.entries(table.options).map(([key, value]) => `  ${literal(key)} = ${literal(value)}`)
  if (options.length > 0) parts.push(`WITH (\n${options.join(',\n')}\n)`)
  return `${parts.join('\n')}\n`
}

/** The rows of DESCRIBE: name, type, null, key, extras, watermark. */
export function describe(table: FakeTable): (string | null)[][] {
  return table.columns.map((column) => {
    const watermark = table.watermark?.column === column.name ? table.watermark.expression : null
    const key = table.primaryKey.includes(column.name) ? `PRI(${table.primaryKey.join(', ')})` : null
    const type = watermark === null ? column.typeText : `${column.typeText} *ROWTIME*`
    return [column.name, type, column.nullable ? 'TRUE' : 'FALSE', key, column.extras ?? null, watermark]
  })
}
