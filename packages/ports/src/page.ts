/** One page of a list. Tokens are opaque, URL-safe and at most 255 characters. */
export interface PageRequest {
  pageSize: number
  pageToken?: string
}

export interface Page<T> {
  items: T[]
  nextPageToken?: string
}
