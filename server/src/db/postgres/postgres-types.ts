import pg from 'pg'

/** How answers of PostgreSQL become values: like `pg` does it, except that int8 becomes a number and not a string. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => {
    if (type === pg.types.builtins.INT8 && format !== 'binary') return parseSafeInteger
    return pg.types.getTypeParser(type, format) as (value: string) => unknown
  },
}

function parseSafeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number`)
  return number
}
