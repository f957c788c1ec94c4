import { runPython, type PythonRun } from './run-python.ts'

/** Where Headgate is and who asks. */
export interface ConfluentSqlTarget {
  /** Such as `http://127.0.0.1:8080`, without a path. */
  endpoint: string
  organizationId: string
  environmentId: string
  /** Absent: the statement names no pool. */
  computePoolId?: string
  database: string
  key: string
  secret: string
}

/** The checks there are; what each emits is in `python/checks.py`. */
export type ConfluentSqlCheck =
  | 'ddl'
  | 'dry_run'
  | 'snapshot_query'
  | 'streaming_query'
  | 'streaming_append_only'
  | 'insert'
  | 'list_statements'
  | 'errors'

/** Runs checks (default: all) with the unmodified confluent-sql. What it finds is returned, not judged; `exitCode` 1 means that a check broke off. */
export async function runConfluentSqlChecks(target: ConfluentSqlTarget, checks: readonly ConfluentSqlCheck[] = [], options: { timeoutMs?: number } = {}): Promise<PythonRun> {
  const environment: Record<string, string> = {
    HEADGATE_ENDPOINT: target.endpoint,
    HEADGATE_ORGANIZATION_ID: target.organizationId,
    HEADGATE_ENVIRONMENT_ID: target.environmentId,
    HEADGATE_DATABASE: target.database,
    HEADGATE_KEY: target.key,
    HEADGATE_SECRET: target.secret,
    ...(target.computePoolId === undefined ? {} : { HEADGATE_COMPUTE_POOL_ID: target.computePoolId }),
  }
  return await runPython('run_checks.py', environment, { words: checks, ...options })
}
