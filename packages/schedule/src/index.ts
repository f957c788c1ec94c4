export { checkSchedule, nextScheduledMs } from './next-scheduled.ts'
