/** `headgate dev` as a program of its own, with short checkpoint intervals. Arguments: data directory, port. */
import { runDev } from '@headgate/dev-env'

/** Short, so that a checkpoint is nearly always near; exactly-once output comes at this pace. */
const checkpointIntervalMs = 1_000

// A harness that was killed cannot stop us: go as at a first Ctrl-C.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM')
}, 1_000).unref()

const [dataDirectory = '', port = '0'] = process.argv.slice(2)
process.exitCode = await runDev({ dataDirectory, port: Number(port), childEnv: { HEADGATE_CHECKPOINT_INTERVAL_MS: String(checkpointIntervalMs) } })
