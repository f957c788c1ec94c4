export * from './create-s3-store.ts'
export * from './s3-store-options.ts'
