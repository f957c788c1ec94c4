export { createApiUser } from './api-user.ts'
export type { ApiUser, RowOfResult, StatementObject } from './api-user.ts'
export { eventually } from './eventually.ts'
