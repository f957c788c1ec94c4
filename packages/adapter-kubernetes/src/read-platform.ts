import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { laptopMemory } from '@headgate/flink-engine'
import { Type } from 'typebox'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { internetOnly } from './platform.ts'
import type { KubernetesPlatform } from './platform.ts'

const mebibytes = (value: number) => Type.Integer({ minimum: 1, maximum: 1_048_576, default: value })
const strings = Type.Record(Type.String(), Type.String())
const port = Type.Integer({ minimum: 1, maximum: 65_535 })
const closed = { additionalProperties: false }

/** Every setting of the file, with its default. Sizes are in MiB where nothing else is said. */
const platformSchema = Type.Object(
  {
    namespacePrefix: Type.String({ pattern: '^[a-z][-a-z0-9]{0,20}$', default: 'headgate-' }),
    controlPlaneNamespace: Type.Optional(Type.String({ pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' })),
    controlPlaneCidrs: Type.Optional(Type.Array(Type.String())),
    nameResolution: Type.Optional(Type.Object({ namespace: Type.String(), podLabels: strings, port: port }, closed)),
    engineImage: Type.String({ minLength: 1 }),
    imagePullPolicy: Type.Union([Type.Literal('Always'), Type.Literal('IfNotPresent'), Type.Literal('Never')], { default: 'IfNotPresent' }),
    imagePullSecrets: Type.Optional(Type.Array(Type.String())),
    profile: Type.Object(
      {
        memory: Type.Object(
          {
            jobManagerHeap: mebibytes(laptopMemory.jobManagerHeap),
            gatewayHeap: mebibytes(laptopMemory.gatewayHeap),
            taskFrameworkHeap: mebibytes(laptopMemory.taskFrameworkHeap),
            taskHeapPerSlot: mebibytes(laptopMemory.taskHeapPerSlot),
            taskFrameworkOffHeap: mebibytes(laptopMemory.taskFrameworkOffHeap),
            networkPerSlot: mebibytes(laptopMemory.networkPerSlot),
            managedPerSlot: mebibytes(laptopMemory.managedPerSlot),
            metaspace: mebibytes(laptopMemory.metaspace),
          },
          { ...closed, default: {} },
        ),
        cpuMillisPerSlot: Type.Integer({ minimum: 1, default: 500 }),
        cpuMillisControl: Type.Integer({ minimum: 1, default: 250 }),
        scratchBytesMax: Type.Integer({ minimum: 2 ** 27, default: 8 * 2 ** 30 }),
        nodeSelector: Type.Optional(strings),
        tolerations: Type.Optional(
          Type.Array(
            Type.Object(
              {
                key: Type.Optional(Type.String()),
                operator: Type.Optional(Type.Union([Type.Literal('Exists'), Type.Literal('Equal')])),
                value: Type.Optional(Type.String()),
                effect: Type.Optional(Type.Union([Type.Literal('NoSchedule'), Type.Literal('PreferNoSchedule'), Type.Literal('NoExecute')])),
                tolerationSeconds: Type.Optional(Type.Integer()),
              },
              closed,
            ),
          ),
        ),
        priorityClassName: Type.Optional(Type.String()),
      },
      { ...closed, default: {} },
    ),
    egress: Type.Array(Type.Object({ cidr: Type.String(), except: Type.Optional(Type.Array(Type.String())), ports: Type.Optional(Type.Array(port)) }, closed), { default: [internetOnly] }),
    egressPods: Type.Optional(Type.Array(Type.Object({ namespace: Type.String({ minLength: 1 }), podLabels: Type.Record(Type.String(), Type.String(), { minProperties: 1 }), ports: Type.Optional(Type.Array(port)) }, closed))),
    quota: Type.Object(
      { podsMax: Type.Integer({ minimum: 3, default: 50 }), memoryBytesMax: Type.Integer({ minimum: 2 ** 30, default: 64 * 2 ** 30 }), cpuMillisMax: Type.Integer({ minimum: 100, default: 32_000 }) },
      { ...closed, default: {} },
    ),
    checkpointIntervalMs: Type.Integer({ minimum: 100, default: 10_000 }),
    tls: Type.Boolean({ default: true }),
  },
  closed,
)

/**
 * Reads the platform's settings from YAML or JSON. What is not said has its default; the name of the engine's image must be said. `rejected` names
 * every problem at once, each with its place.
 */
export function readPlatform(text: string): Result<Omit<KubernetesPlatform, 'objectStore'>> {
  let said: unknown
  try {
    said = parse(text) ?? {}
  } catch (error) {
    return failed('rejected', `The settings of the platform are no YAML: ${String((error as Error).message).split('\n')[0]}`)
  }
  const value = Value.Default(platformSchema, said)
  if (Value.Check(platformSchema, value)) return ok(value as Omit<KubernetesPlatform, 'objectStore'>)
  return failed('rejected', `The settings of the platform are wrong: ${problemsOf(value).join('; ')}.`)
}

/** Part by part, as the library stops after some. */
function problemsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['they are no object']
  const { properties, required } = platformSchema
  const parts = properties as Record<string, TSchema>
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${name} is missing`),
    ...Object.keys(value).filter((name) => !(name in parts)).map((name) => `${name} is no setting`),
    ...Object.entries(parts).flatMap(([name, schema]) => (name in value ? Value.Errors(schema, (value as Record<string, unknown>)[name]).map(({ instancePath, message }) => `${name}${instancePath} ${message}`) : [])),
  ]
}
