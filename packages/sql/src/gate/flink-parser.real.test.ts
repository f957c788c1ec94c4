import { javaCommand, realEngine } from '@headgate/adapter-process/testing'
import { startFlinkParser, type FlinkParser } from '@headgate/testbed'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benignStatements } from '../testing/benign-statements.ts'
import { compareWithFlink } from '../testing/compare-with-flink.ts'
import { hostileStatements } from '../testing/hostile-statements.ts'
import { mutatedSql } from '../testing/mutated-sql.ts'

/** A longer search by hand: HEADGATE_FUZZ_INPUTS=100000 HEADGATE_FUZZ_SEED=7. */
const inputCount = Number(process.env['HEADGATE_FUZZ_INPUTS'] ?? '6000')
const seed = Number(process.env['HEADGATE_FUZZ_SEED'] ?? '20260101')

let flink: FlinkParser
beforeAll(async () => {
  flink = await startFlinkParser({ engineDirectory: await realEngine(), javaCommand })
})
afterAll(() => flink?.stop())

/** Comparisons with their texts. */
async function compare(texts: readonly string[]) {
  const readings = await flink.read(texts)
  return texts.map((sql, index) => ({ sql, ...compareWithFlink(sql, readings[index]!) }))
}

describe("the gate beside Flink's own parser", () => {
  it('both accept every benign statement', async () => {
    const compared = await compare(benignStatements.map(([sql]) => sql))
    expect(compared.filter(({ verdict }) => verdict !== 'both accept')).toEqual([])
  })

  it('no hostile statement is accepted, and most of them are statements that Flink would take', async () => {
    const compared = await compare(hostileStatements.map(({ sql }) => sql))
    expect(compared.filter(({ verdict }) => verdict !== 'both refuse' && verdict !== 'only we refuse')).toEqual([])
    expect(compared.filter(({ verdict }) => verdict === 'only we refuse').length).toBeGreaterThan(compared.length / 2)
  })

  it('sees what Flink sees in mutated statements', { timeout: inputCount * 20 + 120_000 }, async () => {
    const inputs = [...new Set(fc.sample(mutatedSql, { numRuns: inputCount, seed }))]
    const compared = await compare(inputs)
    const count = Object.groupBy(compared, ({ verdict }) => verdict)
    console.info(`${inputs.length} texts of seed ${seed}: ${Object.entries(count).map(([verdict, list]) => `${list.length} ${verdict}`).join(', ')}`)
    expect(count.bypass ?? []).toEqual([])
    // Inputs that nobody can read would compare nothing.
    expect(count['both accept']!.length).toBeGreaterThan(inputs.length / 20)
    expect(count['only we refuse']!.length).toBeGreaterThan(inputs.length / 20)
  })
})
