/** The order of the store's listings: by the bytes of the key in UTF-8, which is not that of JavaScript beyond the BMP. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left === right) continue
    // A surrogate stands for what comes after everything else.
    const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
    if (isHigh(left) !== isHigh(right)) return isHigh(left) ? 1 : -1
    return left - right
  }
  return a.length - b.length
}
