export * from './limits.ts'
export * from './read-metadata.ts'
export * from './snapshot-metadata.ts'
