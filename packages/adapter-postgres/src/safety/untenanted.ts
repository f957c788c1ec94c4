/** Tables of the schema `public` that hold nothing of a tenant and therefore have no row-level security, each with the reason. */
export const untenantedTables: Readonly<Record<string, string>> = {
  _prisma_migrations: 'names and times of migrations; the serving roles read it to compare versions',
}

/** The queue's own schema. Its tables hold wake-ups: ids of keys and nothing else of a tenant. */
export const queueSchema = 'headgate_queue'
