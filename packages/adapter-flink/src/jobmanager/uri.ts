/** Flink shortens `file:///x` to `file:/x`; URIs are compared and stored in the long form. */
export const longUri = (uri: string): string => uri.replace(/^file:\/(?!\/)/, 'file:///')
