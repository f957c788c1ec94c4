import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Modules are compiled once and not at each start: a command is there in a third of the time, and so are the processes that `dev` starts.
process.env['NODE_COMPILE_CACHE'] ??= join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'headgate', 'node')
enableCompileCache(process.env['NODE_COMPILE_CACHE'])
await import('./run.ts')
