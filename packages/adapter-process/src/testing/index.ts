export * from './real-engine.ts'
export * from './real-cluster.ts'
