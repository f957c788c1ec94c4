import { quoteIdentifier } from '@headgate/sql'

/** Name parts as one quoted path, for example `` `db`.`t` ``. */
export const quotePath = (...parts: string[]): string => parts.map(quoteIdentifier).join('.')
