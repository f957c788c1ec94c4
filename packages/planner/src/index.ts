export * from './catalog/index.ts'
export * from './pool/index.ts'
export * from './statement/index.ts'
export * from './snapshot/index.ts'
