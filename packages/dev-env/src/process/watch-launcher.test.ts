import { describe, expect, it } from 'vitest'
import { chooseLaunchers } from './watch-launcher.ts'

const chain = (...commands: string[]) => chooseLaunchers(commands.map((command, pid) => ({ pid, startTime: '', command }))).map(({ command }) => command)

describe('who started us', () => {
  it('is everything up to npx, without what is above it', () => {
    const ours = ['sh -c trap \'...\' INT; node apps/cli/src/main.ts dev', '/opt/cache/pnpm dev --port 0', 'sh -c pnpm dev', 'npm exec pnpm@12 dev']
    expect(chain(...ours, '/bin/bash', 'sshd: u')).toEqual(ours)
    expect(chain(...ours, 'python3 harness.py', 'npm test')).toEqual(ours)
    expect(chain('sh -c node x', 'node /usr/lib/node_modules/pnpm/bin/pnpm.cjs dev', 'bash')).toHaveLength(2)
  })

  it('is nobody when a shell or a program started us', () => {
    expect(chain('/bin/bash -l', 'sshd: u')).toEqual([])
    expect(chain('node vitest', 'npm exec pnpm@12 test')).toEqual([])
  })
})
