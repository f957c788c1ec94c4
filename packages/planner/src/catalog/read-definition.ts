import type { CatalogObject } from '@headgate/domain'
import { readStatement, type ReadStatement, replaceSpans } from '@headgate/sql'
import { parseCreateTable, type CreateTableParts } from './parse-create-table.ts'
import { quotePath } from './quote-path.ts'
import type { TextEdit } from './text-edit.ts'

/** A stored definition, taken apart. Only texts that were taken apart before are stored, so failing here is a bug. */
export function readDefinition(object: CatalogObject): { read: ReadStatement; parts: CreateTableParts } {
  const read = readStatement(object.definition)
  const parts = read.ok ? parseCreateTable(read.value.tokens) : undefined
  if (!read.ok || parts === undefined) throw new Error(`the stored definition of ${quotePath(object.database, object.name)} cannot be read`)
  return { read: read.value, parts }
}

/** The definition with other names: `path` replaces the name of the object, `edits` are further changes. */
export function renameDefinition(object: CatalogObject, path: string[], edits: readonly TextEdit[] = []): string {
  const { parts } = readDefinition(object)
  return replaceSpans(object.definition, [{ ...parts.target, text: quotePath(...path) }, ...edits])
}
