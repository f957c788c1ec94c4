import { InvalidArgumentError } from 'commander'

/** Reads a whole number within bounds, for commander. */
export const wholeNumber = (least: number, most: number) => (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  return value
}
