/** One page of a list. A token names a place in the list: `<time>.<key>`, URL-safe and at most 255 characters. Every such place is valid. */
export interface PageRequest {
  pageSize: number
  pageToken?: string
}

export interface Page<T> {
  items: T[]
  nextPageToken?: string
}
