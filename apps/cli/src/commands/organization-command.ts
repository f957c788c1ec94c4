import { resolve } from 'node:path'
import { Command } from 'commander'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { withExamples } from './context.ts'

interface CreateOptions {
  environment: string
  dataDir: string
  databaseUrl?: string
  secretKeyFile?: string
  cloud: string
  region: string
}

/** `headgate organization …`: talks to the database, for the API makes no organizations. */
export function organizationCommand(terminal: Terminal): Command {
  const group = new Command('organization').description('make organizations (the API only reads and renames them)')
  const create = new Command('create')
    .description('make an organization with an environment, its default pool, a service account and a Cloud API key; the secret is shown once')
    .argument('<name>')
    .option('--environment <name>', 'name of its first environment', 'default')
    .option('--data-dir <dir>', 'the data directory of a running `headgate dev`', '.headgate')
    .option('--database-url <url>', 'instead: a database, as headgate_api')
    .option('--secret-key-file <file>', 'with --database-url: the file with the master key')
    .option('--cloud <cloud>', 'cloud of the pool', 'AWS')
    .option('--region <region>', 'region of the pool', 'local-1')
    .action(async (displayName: string, options: CreateOptions) => {
      if ((options.databaseUrl === undefined) !== (options.secretKeyFile === undefined)) throw new CommandFailure('--database-url and --secret-key-file go together.', 2)
      const { createOrganizationIn } = await import('@headgate/dev-env')
      const where = options.databaseUrl !== undefined && options.secretKeyFile !== undefined
        ? { databaseUrl: options.databaseUrl, secretKeyFile: resolve(options.secretKeyFile) }
        : { dataDirectory: resolve(options.dataDir) }
      const made = await createOrganizationIn(where, { displayName, environmentName: options.environment, cloud: options.cloud, region: options.region })
      if (!made.ok) throw new CommandFailure(made.message)
      const { organizationId, environmentId, computePoolId, principalId, apiKey, apiSecret } = made.value
      terminal.out(JSON.stringify({ organization_id: organizationId, environment_id: environmentId, compute_pool_id: computePoolId, principal_id: principalId, api_key: apiKey, api_secret: apiSecret }, undefined, 2))
    })
  group.addCommand(withExamples(create, 'headgate organization create acme --environment production'))
  return group
}
