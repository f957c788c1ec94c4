const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Bytes for people: `1.5 MB`, in steps of a thousand. */
export function renderBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

/** `4 files of 1.5 MB`. */
export const renderCount = ({ files, bytes }: { files: number; bytes: number }): string => `${files} ${files === 1 ? 'file' : 'files'} of ${renderBytes(bytes)}`
