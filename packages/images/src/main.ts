import { buildImages } from './build-images.ts'
import { prepareApp } from './control-plane/prepare-app.ts'
import { cloneRoot } from './plan-images.ts'
import { help, readArguments } from './read-arguments.ts'

process.exitCode = await run(process.argv.slice(2))

/** The command behind `pnpm images`. Standard output has one line for each image: reference, archive. Returns the exit code. */
async function run(words: string[]): Promise<number> {
  const asked = readArguments(words)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  switch (asked.command) {
    case 'help':
      process.stdout.write(help)
      return 0
    case 'wrong':
      say(asked.problem)
      return 2
    case 'prepare': {
      const prepared = await prepareApp(cloneRoot, asked.output)
      if (!prepared.ok) say(prepared.message)
      return prepared.ok ? 0 : 1
    }
    case 'build': {
      const { which, output, base, isFresh, isVerbose } = asked
      const built = await buildImages({ which, outputDirectory: output, base, isFresh, onStep: say, ...(isVerbose ? { onLine: say } : {}) })
      if (!built.ok) {
        say(built.message)
        return 1
      }
      for (const image of built.value) {
        process.stdout.write(`${image.reference}\t${image.archive}\n`)
        say(`${image.reference}: ${Math.round(image.bytes / 1e6)} MB${image.isCached ? ', unchanged' : ''}`)
      }
      return 0
    }
  }
}
