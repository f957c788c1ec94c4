export { metadataNaming } from './metadata-naming.ts'
export type * from './metadata-to-write.ts'
export { inPieces, readAll } from './read-all.ts'
export { writeMetadata } from './write-metadata.ts'
