import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { RunDetails } from './summarize-report.ts'
import { readableMs } from './text.ts'

/**
 * Prints one line per finished test file while a group runs. Failures are not printed here: the runner prints each once, at the end. For that, what the
 * JSON reporter leaves out is written to the file named by HEADGATE_DETAILS_FILE, as `RunDetails`.
 */
export class ProgressReporter implements Reporter {
  readonly #details: RunDetails = { differences: {}, outside: [] }

  onTestModuleEnd(module: TestModule): void {
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const skipped = tests.filter((test) => test.result().state === 'skipped').length
    const broken = failed > 0 || module.errors().length > 0 || module.state() === 'failed'
    const counts = [`${tests.length - failed - skipped} passed`, ...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])]
    process.stdout.write(`  ${broken ? 'FAIL' : 'ok  '} ${module.relativeModuleId}  ${counts.join(', ')}  ${readableMs(module.diagnostic().duration)}\n`)
  }

  onTestCaseResult(test: TestCase): void {
    const differences = (test.result().errors ?? []).map((error) => error.diff ?? '').filter((text) => text !== '')
    if (differences.length > 0) this.#details.differences[`${test.module.relativeModuleId} > ${test.fullName}`] = differences.join('\n')
  }

  onTestRunEnd(_modules: readonly TestModule[], outside: ReadonlyArray<{ message: string; stack?: string }>): void {
    this.#details.outside = outside.map((error) => error.stack ?? error.message)
    const file = process.env.HEADGATE_DETAILS_FILE
    if (file !== undefined) writeFileSync(file, JSON.stringify(this.#details))
  }
}

export default ProgressReporter
