/** Something that tenants would not be safe with. */
export interface Flaw {
  /** What is wrong, and where. */
  what: string
  /** What a database administrator runs against it. */
  remedy: string
}
