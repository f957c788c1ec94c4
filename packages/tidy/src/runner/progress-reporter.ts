import type { Reporter, TestModule } from 'vitest/node'
import { firstLine, readableMs } from './text.ts'

/**
 * Prints one line per finished test file while a group runs, and what was thrown outside of any test. Failures are not printed here: the
 * runner prints each once, at the end.
 */
export class ProgressReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const skipped = tests.filter((test) => test.result().state === 'skipped').length
    const broken = failed > 0 || module.errors().length > 0 || module.state() === 'failed'
    const counts = [`${tests.length - failed - skipped} passed`, ...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])]
    process.stdout.write(`  ${broken ? 'FAIL' : 'ok  '} ${module.relativeModuleId}  ${counts.join(', ')}  ${readableMs(module.diagnostic().duration)}\n`)
  }

  onTestRunEnd(_modules: readonly TestModule[], outside: ReadonlyArray<{ message: string; stack?: string }>): void {
    for (const error of outside) process.stdout.write(`  thrown outside of a test: ${firstLine(error.stack ?? error.message)}\n${error.stack ?? ''}\n`)
  }
}

export default ProgressReporter
