/** Calls `onWrite` before each write of a row; `after` is undefined when the row goes. Rows are replaced, never changed in place. */
export function observeTable<T>(table: Map<string, T>, onWrite: (before: T | undefined, after: T | undefined) => void): void {
  const put = table.set.bind(table)
  const take = table.delete.bind(table)
  table.set = (key, row) => {
    onWrite(table.get(key), row)
    put(key, row)
    return table
  }
  table.delete = (key) => {
    if (table.has(key)) onWrite(table.get(key), undefined)
    return take(key)
  }
}
