export interface TlsFailure {
  /** Completes "The JobManager …". */
  text: string
  /** Surely nothing of a request was read: whoever was not let in had not begun to ask. */
  unsent: boolean
}

/** What OpenSSL says of a chain of certificates that does not end where it should. */
const foreign = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/
/** What the other side says of our certificate, or of there being none. */
const refused = /^ERR_SSL_[\w/]*ALERT_(\w*CERTIFICATE\w*|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)$/

/** What it means that no connection came about because of TLS; undefined for any other code of a failure. Pure. */
export function explainTls(code: string): TlsFailure | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return { unsent: true, text: 'has a certificate that has run out: its pool needs a new cluster generation' }
    case 'CERT_NOT_YET_VALID':
      return { unsent: true, text: 'has a certificate that is not valid yet: the clocks of the control plane and of the cluster differ' }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { unsent: true, text: 'is not who was looked for: its certificate is of another process' }
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return { unsent: false, text: `does not speak TLS (${code})` }
  }
  if (foreign.test(code)) return { unsent: true, text: `is not who was looked for: its certificate is not of its pool (${code})` }
  return refused.test(code) ? { unsent: true, text: `does not let the control plane in: it refuses its certificate (${code})` } : undefined
}
