import { chmod, copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { runCommand } from '../engine/run-command.ts'
import { trustStorePassword } from './object-store.ts'

/**
 * Makes a trust store that holds what Java trusts and these authorities (PEM, one or more), by the keytool of the JVM that will use it.
 * `rejected`: the text holds no certificate that Java takes.
 */
export async function makeTrustStore(options: { javaCommand: string; certificateAuthorities: string; file: string }): Promise<Result<void>> {
  const { javaCommand, file } = options
  const shown = await runCommand(javaCommand, ['-XshowSettings:properties', '-version'])
  const home = /^\s*java\.home = (.+)$/m.exec(shown.stderr + shown.stdout)?.[1]?.trim()
  if (home === undefined) return failed('unavailable', `'${javaCommand}' does not say where it lives.`, shown.stderr.slice(-2_000))
  const certificates = options.certificateAuthorities.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (certificates.length === 0) return failed('rejected', 'The file of certificate authorities holds no certificate in PEM.')
  try {
    await copyFile(join(home, 'lib', 'security', 'cacerts'), file)
    await chmod(file, 0o600)
    for (const [index, certificate] of certificates.entries()) {
      const pem = `${file}.${index}.pem`
      await writeFile(pem, `${certificate}\n`, { mode: 0o600 })
      const words = ['-importcert', '-noprompt', '-alias', `headgate-${index}`, '-file', pem, '-keystore', file, '-storepass', trustStorePassword]
      const imported = await runCommand(join(home, 'bin', 'keytool'), words)
      await rm(pem, { force: true })
      if (imported.code !== 0) return failed('rejected', 'Java does not take a certificate of the file of certificate authorities.', (imported.stdout + imported.stderr).slice(-2_000))
    }
    return ok(undefined)
  } catch (error) {
    return failed('unavailable', `The trust store of Flink could not be made (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, String(error))
  }
}
