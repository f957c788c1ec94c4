import { parseArgs } from 'node:util'
import { imageWhiches } from './image.ts'
import type { ImageWhich } from './image.ts'

/** What `images` was asked for. */
export type Asked =
  | { command: 'build'; which: ImageWhich[]; output?: string; base?: string; isFresh: boolean; isVerbose: boolean }
  | { command: 'prepare'; output: string }
  | { command: 'help' }
  | { command: 'wrong'; problem: string }

export const help = `The container images of Headgate.

  pnpm images build                          all images, as archives in the cache
    --which engine|control-plane|trial       one of them
    --output DIR                             engine.tar and so on there
    --base IMAGE                             built on this image instead of a local Debian (with --which)
    --fresh                                  everything again, with today's Debian packages
    --verbose                                with what the builder writes
  pnpm images prepare control-plane --output DIR   only the files of the control plane's image, for a Dockerfile
`

/** Reads the words after `images`. */
export function readArguments(words: string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        which: { type: 'string', multiple: true },
        output: { type: 'string' },
        base: { type: 'string' },
        fresh: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    const [command, ...more] = positionals
    if (values.help === true || command === undefined) return { command: 'help' }
    if (command === 'prepare') return more[0] === 'control-plane' && values.output !== undefined ? { command, output: values.output } : wrong('Say "images prepare control-plane --output DIR".')
    if (command !== 'build' || more.length > 0) return wrong(`Unknown: ${positionals.join(' ')}. Say "images build" or "images --help".`)
    const which = imageWhiches.filter((one) => values.which === undefined || values.which.includes(one))
    const unknown = values.which?.find((one) => !imageWhiches.some((known) => known === one))
    if (unknown !== undefined) return wrong(`There is no image "${unknown}". There are: ${imageWhiches.join(', ')}.`)
    if (values.base !== undefined && which.length > 1) return wrong('--base is the base of one image: name it with --which.')
    return { command, which, output: values.output, base: values.base, isFresh: values.fresh === true, isVerbose: values.verbose === true }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

const wrong = (problem: string): Asked => ({ command: 'wrong', problem })
