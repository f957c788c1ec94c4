import { join } from 'node:path'
import { virtualenv } from './virtualenv.ts'

/** The Python of a virtual environment with the unmodified confluent-sql 0.7.0 from PyPI (see `virtualenv`). */
export const confluentSqlVirtualenv = (): Promise<string> => virtualenv('confluent-sql', join(import.meta.dirname, '../../python/requirements.txt'), 'confluent_sql')
