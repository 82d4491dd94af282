/** Where a text stops being Python for certain, whatever the grammar knows. */
export interface BrokenBracket {
  offset: number;
  /** Begins a sentence: "A string that begins here". */
  what: string;
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
/** Comments, strings to their ends, and brackets. */
const TOKEN =
  /#[^\r\n]*|("""|''')(?:\\[^]|(?!\1)[^\\])*(\1)?|(["'])(?:\\(?:\r\n|[^])|(?!\3)[^\\\r\n])*(\3)?|[()[\]{}]/g;

/** The first string or bracket that is not closed, or closed by another. */
export function brokenBracket(text: string): BrokenBracket | undefined {
  const open: { bracket: string; offset: number }[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token, triple, tripleEnd, single, singleEnd] = match;
    const offset = match.index;
    if ((triple && !tripleEnd) || (single && !singleEnd)) {
      return { offset, what: 'A string that begins here is not closed' };
    }
    if (Object.hasOwn(CLOSING, token)) {
      open.push({ bracket: token, offset });
    } else if (/^[)\]}]$/.test(token)) {
      const opened = open.pop();
      if (!opened || CLOSING[opened.bracket] !== token) {
        return {
          offset,
          what: opened
            ? `${token} closes what was opened by ${opened.bracket}`
            : `${token} closes nothing`,
        };
      }
    }
  }
  const last = open.at(-1);
  return (
    last && {
      offset: last.offset,
      what: `${last.bracket} is not closed`,
    }
  );
}
