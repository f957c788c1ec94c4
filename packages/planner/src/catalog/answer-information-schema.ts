import type { Catalog, Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { ReadStatement } from '@headgate/sql'
import type { Answer } from './answer.ts'
import { informationSchema } from './information-schema.ts'

export function answerInformationSchema(read: ReadStatement, catalog: Catalog): Result<Answer> {
  void informationSchema(catalog)
  return failed('rejected', read.sql)
}
