import Type from 'typebox'
import type { DataType as DomainDataType } from '@headgate/domain'

/** A SQL type. Types nest, which the schema shows one level deep: `element_type`, `key_type`, `value_type` and `fields` hold types again. */
export const DataType = Type.Unsafe<DomainDataType>({
  title: 'DataType',
  type: 'object',
  required: ['type', 'nullable'],
  properties: {
    type: { type: 'string', description: 'Name of the type, for example `VARCHAR` or `ROW`.' },
    nullable: { type: 'boolean' },
    length: { type: 'integer' },
    precision: { type: 'integer' },
    scale: { type: 'integer' },
    element_type: { type: 'object', additionalProperties: true },
    key_type: { type: 'object', additionalProperties: true },
    value_type: { type: 'object', additionalProperties: true },
    fields: { type: 'array', items: { type: 'object', additionalProperties: true } },
    resolution: { type: 'string' },
    fractional_precision: { type: 'integer' },
    class_name: { type: 'string' },
  },
})
