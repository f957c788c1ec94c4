import { startKubernetes } from '../start-kubernetes.ts'

// A program for tests: starts a control plane, says where, and waits to be killed.
const [cacheDirectory] = process.argv.slice(2)
const { directory } = await startKubernetes({ mode: 'control-plane', cacheDirectory })
process.stdout.write(`${directory}\n`)
setInterval(() => undefined, 60_000)
