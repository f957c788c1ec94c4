import type { Span } from '@headgate/sql'

/** A span of a text and what takes its place. */
export type TextEdit = Span & { text: string }
