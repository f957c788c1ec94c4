import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cached } from '../cache-directory.ts'
import { runProgram, runProgramOrThrow } from '../run-program.ts'

const INSTALL_TIMEOUT_MS = 8 * 60_000

/**
 * The Python of a virtual environment with what a requirements file names, from PyPI, made on first use and kept outside of the clone. One that
 * broke since (say, its Python was upgraded away) is made anew. Needs `python3` >= 3.10 with venv.
 * @param name of the place in the cache.
 * @param requirements absolute path of the requirements file.
 * @param module importable once it is whole.
 * @returns the absolute path of its `python`.
 */
export async function virtualenv(name: string, requirements: string, module: string): Promise<string> {
  const version = await runProgramOrThrow('python3', ['-c', 'import sys; print(sys.version, sys.base_prefix)'], { timeoutMs: 30_000 })
  const content = `${await readFile(requirements, 'utf8')}\n${version}`
  const make = async () => pythonOf(await cached(name, content, (directory) => install(directory, requirements)))
  const python = await make()
  if ((await runProgram(python, ['-c', `import ${module}`], { timeoutMs: 60_000 })).code === 0) return python
  await rm(dirname(dirname(python)), { recursive: true, force: true })
  return await make()
}

async function install(directory: string, requirements: string): Promise<void> {
  await runProgramOrThrow('python3', ['-m', 'venv', directory], { timeoutMs: INSTALL_TIMEOUT_MS })
  // Through `python -m pip`: the scripts beside it name the directory, which is renamed afterwards.
  await runProgramOrThrow(pythonOf(directory), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], { timeoutMs: INSTALL_TIMEOUT_MS })
}

function pythonOf(directory: string): string {
  return join(directory, 'bin', 'python')
}
