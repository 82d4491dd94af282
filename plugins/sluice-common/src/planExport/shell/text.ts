/**
 * A text as one word of bash, whatever is in it. Only NUL cannot be said in
 * bash; it is left out.
 */
export function quote(text: string): string {
  return `'${text.replace(/\0/g, '').replace(/'/g, `'\\''`)}'`;
}

/** A text as a comment; line breaks in it would end the comment. */
export function comment(text: string): string {
  return `# ${text.replace(/[\r\n\0]+/g, ' ')}`;
}

/**
 * A command that reads JSON. The document is put as it is: JSON has no line
 * breaks inside of strings, so no line of it is the end mark alone.
 */
export function withJson(command: string, document: unknown): string {
  return `${command} <<'JSON'\n${JSON.stringify(document, undefined, 2)}\nJSON`;
}
