const passedOn = /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|JAVA_HOME|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|SSL_CERT_FILE|(HTTPS?|NO)_PROXY|(https?|no)_proxy)$/

/** What our child processes see of the user's environment: enough to find programs, none of the secrets that lie about in a shell. */
export const childEnvironment = (env: Record<string, string | undefined>, own: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && passedOn.test(entry[0]))),
  ...own,
})
