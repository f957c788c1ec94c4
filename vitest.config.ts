import { defineConfig } from 'vitest/config'
import { GROUPS, testPatterns } from './packages/tidy/src/runner/groups.ts'

/** One project per group of tests: what a file needs is told by its name (see packages/tidy/src/runner/groups.ts). */
export default defineConfig({
  test: {
    projects: GROUPS.map((group, position) => ({
      test: {
        name: group.name,
        ...testPatterns(group.name),
        environment: 'node' as const,
        pool: 'forks' as const,
        maxWorkers: group.workers,
        fileParallelism: group.workers > 1,
        testTimeout: group.testTimeoutMs,
        hookTimeout: group.hookTimeoutMs,
        sequence: { groupOrder: position },
      },
    })),
  },
})
