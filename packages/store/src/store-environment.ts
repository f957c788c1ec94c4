/** A process that is started with a part of the store's configuration. */
export type StoreUser = 'api' | 'controller' | 'snapshots'

type Environment = Record<string, string | undefined>

const place = /^HEADGATE_(STORE|TABLE_FILES_DIRECTORY|S3_(ENDPOINT|REGION|PATH_STYLE|CA_FILE))$|^AWS_(DEFAULT_)?REGION$/
const keys = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/
const flinkKeys = /^HEADGATE_S3_FLINK_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/
const snapshotKeys = /^HEADGATE_S3_SNAPSHOTS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/
const ways = /^AWS_(PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_(CREDENTIALS_(RELATIVE|FULL)_URI|AUTHORIZATION_TOKEN_FILE)|EC2_METADATA_DISABLED)$/

/** Variables that lead the AWS SDK to keys; none is one itself. */
export const locators = (env: Environment): Record<string, string> => only(env, ways)

/**
 * The variables of the store that a process gets: the API where things are and no keys, the controller its own and Flink's, the keeper of snapshots its
 * own (`HEADGATE_S3_SNAPSHOTS_…`, by default those of the controller), which it finds where every process finds its keys.
 */
export function storeEnvironment(env: Environment, user: StoreUser): Record<string, string> {
  if (user === 'api') return only(env, place)
  if (user === 'controller') return { ...only(env, place), ...only(env, keys), ...only(env, flinkKeys), ...locators(env) }
  const own = Object.fromEntries(Object.entries(only(env, snapshotKeys)).map(([name, value]) => [name.replace('HEADGATE_S3_SNAPSHOTS_', 'AWS_'), value]))
  return { ...only(env, place), ...(Object.keys(own).length > 0 ? own : only(env, keys)), ...locators(env) }
}

const only = (env: Environment, names: RegExp): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '' && names.test(entry[0])))
