export * from './gateway/create-sql-gateway.ts'
export * from './gateway/warm-gateway.ts'
export * from './jobmanager/create-flink-rest.ts'
export * from './jobmanager/parse-archive.ts'
