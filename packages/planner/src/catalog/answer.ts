import type { ResultColumn } from '@headgate/domain'

/** A small complete result: cells are in the wire encoding. */
export interface Answer {
  columns: ResultColumn[]
  rows: (string | null)[][]
}

/** A text column as Flink types what it prints about itself. */
export const textColumn = (name: string): ResultColumn => ({ name, type: { type: 'VARCHAR', nullable: true, length: 2147483647 } })

export const booleanColumn = (name: string): ResultColumn => ({ name, type: { type: 'BOOLEAN', nullable: true } })

export const integerColumn = (name: string): ResultColumn => ({ name, type: { type: 'INTEGER', nullable: true } })

/** A boolean cell. */
export const booleanCell = (value: boolean): string => (value ? 'TRUE' : 'FALSE')
