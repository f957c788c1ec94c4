import { expect, it } from 'vitest'
import { parseGrants, readGrantedRights, renderRight } from './granted-rights.ts'

const textsOf = (sql: string) => parseGrants(sql).map(({ verb, right }) => `${verb} ${renderRight(right)}`)

it('reads every form of a grant that the migrations use', () => {
  expect(textsOf('GRANT SELECT, INSERT ON a, b TO r;')).toEqual(['GRANT r a SELECT ', 'GRANT r a INSERT ', 'GRANT r b SELECT ', 'GRANT r b INSERT '])
  expect(textsOf('-- GRANT ALL ON x TO y;\nGRANT SELECT (c,\n d), DELETE ON TABLE a TO r, s')).toEqual([
    'GRANT r a SELECT c', 'GRANT r a SELECT d', 'GRANT r a DELETE ', 'GRANT s a SELECT c', 'GRANT s a SELECT d', 'GRANT s a DELETE ',
  ])
  expect(textsOf('REVOKE UPDATE (c) ON a FROM r')).toEqual(['REVOKE r a UPDATE c'])
  expect(textsOf('GRANT USAGE ON SCHEMA public TO r; CREATE TABLE a (id text)')).toEqual([])
})

it('knows rights of both serving roles, and none of the observed layer for the API', async () => {
  const rights = (await readGrantedRights()).map(renderRight)
  expect(rights).toContain('headgate_api statement UPDATE stopped')
  expect(rights).toContain('headgate_controller statement UPDATE observed')
  expect(rights).not.toContain('headgate_api statement UPDATE observed')
})
