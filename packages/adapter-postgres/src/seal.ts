import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

/** Where a sealed value belongs. A value that was moved to another place does not open. */
export interface SealPlace {
  /** Table and column. */
  column: string
  organizationId: string
  environmentId: string
  /** What names the row in its environment. */
  name: string
}

/** Seals text at rest with AES-256-GCM. */
export interface Seal {
  /** `v1:<nonce>:<ciphertext and tag>`, both base64url. */
  seal(text: string, place: SealPlace): string
  /** Throws when the key is another one, or the envelope was changed or moved. */
  open(envelope: string, place: SealPlace): string
}

const nonceBytes = 12
const tagBytes = 16

/** `secretKey`: 32 bytes. Nonces are random: good for 2^32 values of one key. */
export function createSeal(secretKey: Uint8Array): Seal {
  if (secretKey.length !== 32) throw new Error(`The secret key must have 32 bytes, it has ${secretKey.length}.`)
  // As an object it is prepared once; from bytes each sealing takes several times as long.
  const key = createSecretKey(secretKey)
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(associatedData(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1:${nonce.toString('base64url')}:${sealed.toString('base64url')}`
    },
    open(envelope, place) {
      const [version, nonceText, sealedText, ...rest] = envelope.split(':')
      const refuse = (cause?: unknown) =>
        new Error(`${place.column} of ${place.name} does not open: is the secret key the one it was sealed with?`, { cause })
      if (version !== 'v1' || nonceText === undefined || sealedText === undefined || rest.length > 0) throw refuse()
      const sealed = Buffer.from(sealedText, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonceText, 'base64url'), { authTagLength: tagBytes })
        decipher.setAAD(associatedData(place))
        decipher.setAuthTag(sealed.subarray(-tagBytes))
        return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
      } catch (error) {
        throw refuse(error)
      }
    },
  }
}

// JSON keeps the parts apart whatever they contain.
const associatedData = (place: SealPlace): Buffer =>
  Buffer.from(JSON.stringify([place.column, place.organizationId, place.environmentId, place.name]))
