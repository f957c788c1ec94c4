export { historyActs } from './acts/index.ts'
export { crashPointOf, crashSteps, runCrashPoint, runCrashScenario } from './crash-scenario.ts'
export { historySteps, runHistory } from './run-history.ts'
export { historyStrikes } from './strikes/index.ts'
