import type { Benchmark } from './benchmark.ts'
import { cleanUpBenchmark } from './clean-up.ts'
import { coldBenchmark } from './cold.ts'
import { createBenchmark } from './create.ts'
import { idleBenchmark } from './idle.ts'
import { insertBenchmark } from './insert.ts'
import { kubeApiBenchmark } from './kube-api.ts'
import { kubeClientBenchmark } from './kube-client.ts'
import { metadataBenchmark } from './metadata.ts'
import { pureBenchmark } from './pure.ts'
import { scaleBenchmark } from './scale.ts'
import { selectBenchmark } from './select.ts'
import { simKillsBenchmark } from './sim-kills.ts'
import { startBenchmark } from './start.ts'
import { wakeBenchmark } from './wake.ts'
import { wakeKillsBenchmark } from './wake-kills.ts'

/** Every benchmark, in the order in which they are listed. */
export const benchmarks: readonly Benchmark[] = [pureBenchmark, metadataBenchmark, insertBenchmark, coldBenchmark, selectBenchmark, createBenchmark, startBenchmark, idleBenchmark, cleanUpBenchmark, kubeClientBenchmark, kubeApiBenchmark, scaleBenchmark, wakeBenchmark, wakeKillsBenchmark, simKillsBenchmark]
