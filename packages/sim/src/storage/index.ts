export { historyActs } from './acts/index.ts'
export { historySteps, runHistory } from './run-history.ts'
export { historyStrikes } from './strikes/index.ts'
