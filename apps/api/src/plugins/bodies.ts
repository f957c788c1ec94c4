import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { problem } from '../http/problem.ts'
import { renderReply, send } from '../http/run-route.ts'

/** Levels of objects and lists. A statement that is put back whole, with the type of a nested column, has some dozens at most. */
export const depthMax = 200

const jsonTypes = ['application/json', 'application/json-patch+json', 'application/merge-patch+json']

/**
 * Reads JSON bodies alone. An empty one counts as none. A key `__proto__` is a key like any other to JSON.parse and changes nothing; where it would be
 * kept, the schema refuses it, and elsewhere it is ignored like all that the schema does not know.
 */
export function registerBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  app.addContentTypeParser(jsonTypes, { parseAs: 'buffer' }, (request, body, done) => {
    // As text it would come with replacement characters, and be stored with them.
    if (!isUtf8(body as Buffer)) return done(Object.assign(new Error('no UTF-8'), { code: 'HEADGATE_BODY_NOT_UTF8', statusCode: 400 }), undefined)
    const text = (body as Buffer).toString('utf8')
    request.rawBody = text
    if (text.trim() === '') return done(null, undefined)
    if (isDeeperThan(text, depthMax)) return done(Object.assign(new Error('too deep'), { code: 'HEADGATE_BODY_TOO_DEEP', statusCode: 400 }), undefined)
    return parse(request, text, done)
  })
  app.addHook('preParsing', async (request, reply) => {
    const operation = request.routeOptions.config.operation
    if (operation?.body === undefined) return undefined
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const accepted = acceptedTypes(operation.method, operation.bodyContentType)
    const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8'
    if (accepted.includes(type) && (charset === 'utf-8' || charset === 'utf8')) return undefined
    const refused = problem(415, `Send the body as ${accepted.join(' or ')}, in UTF-8.`)
    send(reply, renderReply(415, refused, request.id))
    return undefined
  })
}

/** Whether JSON nests deeper: looked at before it is parsed, because what walks through a value later does so by recursion. */
function isDeeperThan(text: string, max: number): boolean {
  let depth = 0
  let isInText = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isInText) {
      if (code === backslash) index++
      else if (code === quote) isInText = false
    } else if (code === quote) isInText = true
    else if (code === openBrace || code === openBracket) {
      depth++
      if (depth > max) return true
    } else if (code === closeBrace || code === closeBracket) depth--
  }
  return false
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Array.from('"\\{}[]', (character) => character.charCodeAt(0))

function acceptedTypes(method: string, declared: string | undefined): string[] {
  // Some clients send a JSON Patch as plain JSON.
  if (declared !== undefined) return [declared, 'application/json']
  return method === 'PATCH' ? ['application/json', 'application/merge-patch+json'] : ['application/json']
}
