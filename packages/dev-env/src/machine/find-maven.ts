import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { problem } from '../problem.ts'
import { askProgram } from './ask-program.ts'

export interface Maven {
  command: string
  version: string
}

/** Finds Maven 3.6 or newer: HEADGATE_MAVEN, then `mvn` of the PATH. Only needed while Flink's jars are not there yet. */
export async function findMaven(env: Record<string, string | undefined>): Promise<Result<Maven>> {
  const command = env['HEADGATE_MAVEN'] || 'mvn'
  const said = await askProgram(command, ['--version'], env, 30_000)
  const version = said === undefined ? undefined : /Apache Maven (\d+\.\d+[.\w-]*)/.exec(said)?.[1]
  if (version !== undefined) return ok({ command, version })
  const line = said === undefined ? `Maven is needed once to fetch Flink, and \`${command}\` does not run.` : `\`${command} --version\` does not say that it is Maven.`
  return problem('prerequisite', line, 'Install it (Debian and Ubuntu: apt install maven; macOS: brew install maven) or name it in HEADGATE_MAVEN, then start again.')
}
