/** Folders that no program reads at run time. */
const foldersLeftOut = new Set(['node_modules', '.git', '.headgate', 'dist', 'coverage', 'testing', 'tests', 'contracts', 'fixtures', 'decisions', '__pycache__'])
/** Tests, notes, hidden files, and the programs that write what is generated (they need libraries for development). */
const filesLeftOut = /\.test\.ts$|(^|\/)(testing|generate|generated-files)\.ts$|\.golden\.\w+$|\.(log|md)$|(^|\/)\./

/** Whether a file of a package, by its path in the package, belongs into the image: the sources that run and the data that they read. */
export function isShipped(path: string): boolean {
  return path.split('/').slice(0, -1).every(isEntered) && !filesLeftOut.test(path)
}

/** Whether a folder is worth entering. */
export const isEntered = (folder: string): boolean => !foldersLeftOut.has(folder)

/** Query compilers of databases that are not Postgres. They are most of Prisma's client. */
const otherDatabases = /\/query_compiler_\w+\.(sqlserver|cockroachdb|mysql|sqlite)\./
/** What only editors and debuggers read. Node runs no TypeScript of a library. */
const forDevelopers = /\.(map|[cm]?ts|tsx)$/

/** Whether a file of an installed library belongs into the image. `path` is absolute or relative, with `/`. */
export function isLibraryFileShipped(path: string): boolean {
  return !forDevelopers.test(path) && !otherDatabases.test(path)
}
