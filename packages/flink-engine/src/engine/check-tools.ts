import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { runCommand } from './run-command.ts'

/** The Java major version that the engine is run and tested with. */
export const javaMajor = 17

/** Makes sure that `javaCommand` is a Java 17. */
export async function checkJava(javaCommand: string): Promise<Result<void>> {
  const version = await runCommand(javaCommand, ['-version'])
  const text = version.stderr + version.stdout
  if (version.code === undefined) return failed('rejected', `Java was not found ('${javaCommand}'). Install a Java ${javaMajor} runtime and have 'java' in PATH.`, version.stderr)
  const major = /version "(?:1\.)?(\d+)/.exec(text)?.[1]
  if (version.code !== 0 || major === undefined) return failed('rejected', `'${javaCommand} -version' does not work. Install a Java ${javaMajor} runtime.`, text)
  if (Number(major) !== javaMajor) return failed('rejected', `'${javaCommand}' is Java ${major}, but Flink is run with Java ${javaMajor}. Install it and have it first in PATH.`, text)
  return ok(undefined)
}

/** Makes sure that Maven is there. */
export async function checkMaven(mavenCommand: string): Promise<Result<void>> {
  const version = await runCommand(mavenCommand, ['-v'])
  if (version.code === undefined) return failed('rejected', `Maven was not found ('${mavenCommand}'). Install Maven 3 and have 'mvn' in PATH: it fetches Flink once.`, version.stderr)
  if (version.code !== 0) return failed('rejected', `'${mavenCommand} -v' does not work.`, version.stderr + version.stdout)
  return ok(undefined)
}
