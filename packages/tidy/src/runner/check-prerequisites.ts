import { spawnSync } from 'node:child_process'
import type { Need } from './groups.ts'

/** Something the tests need and this machine lacks. */
export interface Missing {
  need: Need | 'node'
  /** What was found, or that nothing was. */
  found: string
  /** What to do next. */
  nextStep: string
}

/** Runs a program and returns its whole output, or undefined if it is absent or fails. Replaced in tests. */
export type Ask = (program: string, words: readonly string[]) => string | undefined

/** The lowest versions that work. Java: Flink 2.3 runs on 17 and 21. */
const LOWEST = { node: 24, java: 17, pythonMinor: 10, goMinor: 19, redisMajor: 7 }

/** What is missing of `needs`, in a stable order; empty when the tests can start. */
export function checkPrerequisites(needs: ReadonlySet<Need>, ask: Ask = askProgram, nodeVersion: string = process.versions.node): Missing[] {
  const missing: (Missing | undefined)[] = [
    checkNode(nodeVersion),
    needs.has('java') ? checkJava(ask) : undefined,
    needs.has('maven') ? checkMaven(ask) : undefined,
    needs.has('python') ? checkPython(ask) : undefined,
    needs.has('go') ? checkGo(ask) : undefined,
    needs.has('redis') ? checkRedis(ask) : undefined,
    needs.has('pgbouncer') ? checkPgBouncer(ask) : undefined,
    needs.has('root') ? checkRoot(ask) : undefined,
  ]
  return missing.filter((entry) => entry !== undefined)
}

function checkNode(version: string): Missing | undefined {
  if (Number.parseInt(version, 10) >= LOWEST.node) return undefined
  return {
    need: 'node',
    found: `node ${version}`,
    nextStep: `Node ${LOWEST.node} comes with the workspace: start through "npx pnpm@12 test", after "npx pnpm@12 install".`,
  }
}

function checkJava(ask: Ask): Missing | undefined {
  const nextStep = 'Install a JDK or JRE 17 and have "java" on the PATH (Debian: apt-get install openjdk-17-jre-headless).'
  const answer = ask('java', ['-version'])
  if (answer === undefined) return { need: 'java', found: 'no "java" on the PATH', nextStep }
  const major = Number(/version "(\d+)/.exec(answer)?.[1] ?? 0)
  return major >= LOWEST.java ? undefined : { need: 'java', found: `Java ${major}`, nextStep }
}

function checkMaven(ask: Ask): Missing | undefined {
  if (ask('mvn', ['-version']) !== undefined) return undefined
  return { need: 'maven', found: 'no "mvn" on the PATH', nextStep: 'Install Maven 3.8 or newer (Debian: apt-get install maven).' }
}

function checkPython(ask: Ask): Missing | undefined {
  const nextStep = `Install Python 3.${LOWEST.pythonMinor} or newer with venv and pip (Debian: apt-get install python3 python3-venv).`
  const answer = ask('python3', ['--version'])
  if (answer === undefined) return { need: 'python', found: 'no "python3" on the PATH', nextStep }
  const version = /(\d+)\.(\d+)/.exec(answer)
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  if (major !== 3 || minor < LOWEST.pythonMinor) return { need: 'python', found: answer.trim(), nextStep }
  // Debian ships venv without ensurepip until python3-venv is installed: importing both is the proof.
  if (ask('python3', ['-c', 'import venv, ensurepip']) === undefined) return { need: 'python', found: 'Python without venv', nextStep }
  return undefined
}

/** An old one is enough: it fetches the one that the S3 server is built with. */
function checkGo(ask: Ask): Missing | undefined {
  const nextStep = `Install Go 1.${LOWEST.goMinor} or newer and have "go" on the PATH (Debian: apt-get install golang-go).`
  const answer = ask('go', ['version'])
  if (answer === undefined) return { need: 'go', found: 'no "go" on the PATH', nextStep }
  const version = /go1\.(\d+)\S*/.exec(answer)
  return version !== null && Number(version[1]) < LOWEST.goMinor ? { need: 'go', found: version[0], nextStep } : undefined
}

/** 7.0 is the first whose client tells a refusal by its exit code. */
function checkRedis(ask: Ask): Missing | undefined {
  const nextStep = `Install Redis ${LOWEST.redisMajor} or newer and have "redis-server" and "redis-cli" on the PATH (Debian: apt-get install redis-server; no running server is needed).`
  const answer = ask('redis-cli', ['--version']) === undefined ? undefined : ask('redis-server', ['--version'])
  if (answer === undefined) return { need: 'redis', found: 'no "redis-server" with "redis-cli" on the PATH', nextStep }
  const version = /v=(\d+)\S*/.exec(answer)
  return version !== null && Number(version[1]) < LOWEST.redisMajor ? { need: 'redis', found: `Redis ${version[0]}`, nextStep } : undefined
}

/** Debian has it where only administrators look. */
function checkPgBouncer(ask: Ask): Missing | undefined {
  if ((ask('pgbouncer', ['--version']) ?? ask('/usr/sbin/pgbouncer', ['--version'])) !== undefined) return undefined
  return { need: 'pgbouncer', found: 'no "pgbouncer" on the PATH', nextStep: 'Install PgBouncer (Debian: apt-get install pgbouncer; no running server is needed).' }
}

/** A Kubernetes node makes namespaces, mounts, cgroups and links. */
function checkRoot(ask: Ask): Missing | undefined {
  const found = ask('id', ['-u'])?.trim()
  return found === '0' ? undefined : { need: 'root', found: `user ${found ?? 'unknown'}`, nextStep: 'Run these tests as root (sudo -E), on Linux.' }
}

function askProgram(program: string, words: readonly string[]): string | undefined {
  const answer = spawnSync(program, words, { encoding: 'utf8', timeout: 60_000 })
  return answer.status === 0 ? `${answer.stdout}${answer.stderr}` : undefined
}
