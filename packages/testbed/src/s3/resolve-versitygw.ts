import { join } from 'node:path'
import { cached } from '../cache-directory.ts'
import { runProgramOrThrow } from '../run-program.ts'
import { goProgram } from '../go-program.ts'

const MODULE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'
const BUILD_TIMEOUT_MS = 25 * 60_000

/** The longest that a first start may take: it fetches 340 MB of sources and compiles for some minutes. For `beforeAll`. */
export const s3ServerBuildMs = BUILD_TIMEOUT_MS + 60_000

/** The program of the S3 server, built by Go on first use. Throws with Go's last lines if that fails. */
export async function resolveVersitygw(): Promise<string> {
  const directory = await cached('versitygw', `${MODULE} ${process.platform} ${process.arch}`, async (target) => {
    const { program, env } = await goProgram()
    await runProgramOrThrow(program, ['install', MODULE], { timeoutMs: BUILD_TIMEOUT_MS, cwd: target, env: { ...env, GOBIN: target, GOFLAGS: '-trimpath -ldflags=-s' } })
  })
  return join(directory, 'versitygw')
}
