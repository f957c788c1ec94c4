import { realParts } from './real-parts.ts'
import { runDev as runDevOf } from './run-dev.ts'
import type { RunDevOptions } from './run-dev.ts'
import { startDev as startDevOf } from './start-dev.ts'
import type { Result } from '@headgate/domain'
import type { Dev, DevOptions } from './dev-options.ts'

/** Brings up a whole Headgate in one data directory; see `start-dev.ts`. A failure comes as a result. */
export const tryStartDev = (options: DevOptions): Promise<Result<Dev>> => startDevOf(options, realParts)
/** The same for tests: a failure is thrown, with the last lines of the log that tells why. */
export async function startDev(options: DevOptions): Promise<Dev> {
  const started = await tryStartDev(options)
  if (!started.ok) throw new Error([started.message, started.detail].filter(Boolean).join('\n'))
  return started.value
}
/** `headgate dev` in a terminal; see `run-dev.ts`. */
export const runDev = (options: RunDevOptions) => runDevOf(options, realParts)
export type { Dev, DevOptions, StopReport, StopStage } from './dev-options.ts'
export { defaultHost, defaultPort } from './dev-options.ts'
export type { RunDevOptions } from './run-dev.ts'
export { connectionEnvironment, parseConnection, readConnectionEnvironment, readConnectionFile, renderConnection } from './connection.ts'
export type { Connection } from './connection.ts'
export { exitCodeOf, exitCodes, problem } from './problem.ts'
export type { Problem } from './problem.ts'
export { findJava } from './machine/find-java.ts'
export { findMaven } from './machine/find-maven.ts'
export { readFreeBytes, renderBytes } from './machine/disk-space.ts'
export { isPortFree } from './machine/ports.ts'
export { countInterrupts } from './interrupts.ts'
export { makeOrganization } from './tenancy/make-organization.ts'
export type { NewOrganization, TenancyStores } from './tenancy/make-organization.ts'
export { parseMasterKey } from './secret-files.ts'
export { dataLayout } from './data-layout.ts'
export { createOrganizationIn } from './tenancy/create-organization-in.ts'
export { migrateDatabase } from './migrate-database.ts'
export { examineMachine } from './machine/examine-machine.ts'
export type { Finding } from './machine/examine-machine.ts'
