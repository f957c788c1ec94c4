/** Between a file's name and the random end of its unfinished copy. */
export const temporaryMark = '.part-'

/** Whether a name is that of an unfinished put: never listed. */
export const isTemporary = (name: string): boolean => /\.part-[0-9a-f]{12}$/.test(name)
