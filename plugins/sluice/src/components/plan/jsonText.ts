/** A JSON value for people: text as it is, the rest as indented JSON. */
export function jsonText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, undefined, 2) ?? '';
}
