import { resolve } from 'node:path'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

/** `headgate doctor`. */
export const doctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description('check what `headgate dev` needs on this machine, and say how to get what is missing')
    .option('--data-dir <dir>', 'the data directory to look at', '.headgate')
    .action(async (options: { dataDir: string }) => {
      const { examineMachine } = await import('@headgate/dev-env')
      const findings = await examineMachine({ env: terminal.env, dataDirectory: resolve(options.dataDir) })
      const marks = { ok: 'ok     ', note: 'note   ', missing: 'MISSING' }
      for (const finding of findings) terminal.out(`${marks[finding.state]}  ${finding.name.padEnd(10)}  ${finding.text}`)
      if (findings.some((finding) => finding.state === 'missing')) process.exitCode = 3
    })
