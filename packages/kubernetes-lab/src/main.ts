import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cacheDirectory as usualCache } from '@headgate/testbed'
import { buildKubernetes } from './build/build-kubernetes.ts'
import { PARTS, type Part } from './build/parts.ts'
import { kubeconfigFile } from './components/kubeconfig.ts'
import { readLabRecords, type LabRecord } from './labs/lab-record.ts'
import { sweepLabs, withLabsLock } from './labs/sweep-labs.ts'
import { recordedProcess } from './machine/recorded-process.ts'
import { startKubernetes } from './start-kubernetes.ts'

const HELP = `A real Kubernetes for tests, on this machine.

  pnpm kubernetes-lab build [PART...]      builds it: ${Object.keys(PARTS).join(', ')}; default: node. --drop-compile-cache frees 4 GB afterwards
  pnpm kubernetes-lab up [--image FILE]... a node that goes on until "down"; --control-plane, --controllers or --kwok N: something smaller
  pnpm kubernetes-lab kubectl WORDS...     kubectl on it
  pnpm kubernetes-lab node WORDS...        a command inside of the node, such as: ctr -n k8s.io images ls
  pnpm kubernetes-lab down                 ends what "up" started, and what tests left that were killed
`
const CACHE = join(usualCache(), 'kubernetes')
const say = (line: string) => void process.stderr.write(`${line}\n`)

process.exitCode = await main(process.argv.slice(2).filter((word, position) => position > 0 || word !== '--'))

/** Exit codes: that of the command that was run; 1 it failed; 2 wrong usage. */
async function main([command, ...words]: string[]): Promise<number> {
  try {
    switch (command) {
      case 'build':
        return await build(words)
      case 'up':
        return await up(words)
      case 'kubectl': {
        const lab = keptLab()
        return inherit(join(CACHE, 'bin', 'hyperkube'), ['kubectl', ...words], { ...process.env, KUBECONFIG: kubeconfigFile(lab.directory, 'admin') })
      }
      case 'node': {
        const init = recordedProcess(keptLab().directory, 'init')
        if (init === undefined) throw new Error('What is up has no node.')
        return inherit('nsenter', ['-t', String(init.pid), '-m', '-u', '-i', '-n', '-p', '--', ...words], process.env)
      }
      case 'down': {
        const ended = await withLabsLock(CACHE, async () => await sweepLabs(CACHE, say, (record) => record.owner === undefined))
        say(`${ended} ended`)
        return 0
      }
      default:
        process.stdout.write(HELP)
        return command === undefined || command === '--help' ? 0 : 2
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  }
}

async function build(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: { 'drop-compile-cache': { type: 'boolean' } }, allowPositionals: true })
  const unknown = positionals.find((name) => !(name in PARTS))
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}". Parts: ${Object.keys(PARTS).join(', ')}.`)
  const parts = positionals.length === 0 ? undefined : (positionals as Part[])
  const { binDirectory } = await buildKubernetes({ parts, dropCompileCache: values['drop-compile-cache'], say })
  process.stdout.write(`${binDirectory}\n`)
  return 0
}

async function up(words: string[]): Promise<number> {
  const options = { image: { type: 'string', multiple: true }, 'control-plane': { type: 'boolean' }, controllers: { type: 'boolean' }, kwok: { type: 'string' } } as const
  const { values } = parseArgs({ args: words, options })
  if (keptLabs().length > 0) throw new Error('It is up already. End it by: pnpm kubernetes-lab down')
  const shared = { keep: true, say }
  const pretended = Number(values.kwok ?? 1)
  if (!Number.isInteger(pretended) || pretended < 1) throw new Error(`--kwok wants a number of nodes, and got "${values.kwok}".`)
  const { kubeconfigFile: file } =
    values.kwok !== undefined
      ? await startKubernetes({ ...shared, mode: { kwok: pretended } })
      : values.controllers === true
        ? await startKubernetes({ ...shared, mode: 'controllers' })
        : values['control-plane'] === true
          ? await startKubernetes({ ...shared, mode: 'control-plane' })
          : await startKubernetes({ ...shared, mode: 'node', images: values.image })
  process.stdout.write(`${file}\n`)
  return 0
}

function keptLabs(): LabRecord[] {
  return readLabRecords(CACHE).filter(({ owner }) => owner === undefined)
}

function keptLab(): LabRecord {
  const [lab] = keptLabs()
  if (lab === undefined) throw new Error('Nothing is up. Start it by: pnpm kubernetes-lab up')
  return lab
}

/** Runs a program in the place of this one, as far as a person can tell. */
function inherit(program: string, words: string[], env: NodeJS.ProcessEnv): number {
  return spawnSync(program, words, { stdio: 'inherit', env }).status ?? 1
}
