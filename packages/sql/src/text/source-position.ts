/** `line 2, column 5` of an offset in a text; both count from 1, in UTF-16 units. */
export function sourcePosition(sql: string, offset: number): string {
  const before = sql.slice(0, offset)
  const lines = before.split(/\r\n|\n|\r/)
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}
