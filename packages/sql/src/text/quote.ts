import type { ObjectName } from '../types.ts'

/** A name in backquotes, so that no spelling of it is a keyword or ends it early. */
export const quoteIdentifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A string literal of exactly `value`: Flink's plain literals know no escape but the doubled quote. */
export const quoteString = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** The name with each of its parts quoted, for example `` `env-1`.`db`.`t` ``. */
export const renderName = (name: ObjectName): string =>
  [name.catalog, name.database, name.name].filter((part) => part !== undefined).map(quoteIdentifier).join('.')
