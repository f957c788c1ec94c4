import { readFile } from 'node:fs/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

export type { SchemaEngine }

let loading: Promise<void> | undefined

/**
 * Prisma's schema engine as WebAssembly, talking to `url` through the same driver as the client. The native engine is not
 * on npm, and Node does not import `.wasm` without a flag: so it is instantiated here, once per process.
 */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  loading ??= instantiate()
  await loading
  const driver = new PrismaPg({ connectionString: url })
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: driver.provider,
    adapterName: driver.adapterName,
    connect: async () => runWhole(passCharacters(await driver.connect())),
    connectToShadowDb: async () => runWhole(passCharacters(await driver.connectToShadowDb())),
  }
  return await glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory))
}

type Driver = SqlDriverAdapter & { performIO(query: { sql: string; args: unknown[]; argTypes: unknown[] }): Promise<{ fields: { dataTypeID: number }[] }> }

const characterOid = 18
const textOid = 25

/**
 * The driver refuses columns of Postgres' one-byte "char" type, and the engine reads some of every table: they pass through
 * the driver as text and come out as what the engine expects.
 */
function passCharacters(adapter: SqlDriverAdapter): Driver {
  const driver = adapter as Driver
  const queryRaw = driver.queryRaw
  driver.queryRaw = async (query) => {
    let characters: boolean[] = []
    const call = Object.create(driver) as Driver
    call.performIO = async (request: Parameters<Driver['performIO']>[0]) => {
      const result = await driver.performIO(request)
      characters = result.fields.map((field) => field.dataTypeID === characterOid)
      for (const field of result.fields) if (field.dataTypeID === characterOid) field.dataTypeID = textOid
      return result
    }
    const result = await queryRaw.call(call, query)
    return { ...result, columnTypes: result.columnTypes.map((type, index) => (characters[index] ? ColumnTypeEnum.Character : type)) }
  }
  return driver
}

/**
 * The driver cuts a script at each semicolon, in comments too, and runs the pieces one by one. Sent in one message Postgres runs it in one transaction:
 * a migration that fails leaves nothing behind.
 */
function runWhole(driver: Driver): SqlDriverAdapter {
  driver.executeScript = async (script) => void (await driver.performIO({ sql: script, args: [], argTypes: [] }))
  return driver
}

async function instantiate(): Promise<void> {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(new URL('schema_engine_bg.wasm', entry))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports })
  const exports = instance.exports as unknown as { __wbindgen_start(): void }
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
}
