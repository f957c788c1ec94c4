export * from './create-directory-store.ts'
