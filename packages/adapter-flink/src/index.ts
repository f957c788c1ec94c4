export { createSqlGateway } from './gateway/create-sql-gateway.ts'
export { readGatewayError } from './gateway/read-error.ts'
export { warmGateway } from './gateway/warm-gateway.ts'
export { createFlinkRest } from './rest/create-flink-rest.ts'
