export { createApi } from './app.ts'
export { defaultApiLimits } from './deps.ts'
export type { ApiConfig, ApiDeps, ApiLimits, Region } from './deps.ts'
