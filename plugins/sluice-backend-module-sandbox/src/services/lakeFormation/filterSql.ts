import { tokensOf } from './filterExpression';

const KEYWORDS = /^(and|or|not|in|like|between|is|null|true|false)$/i;

/**
 * A row filter as SQL: names are quoted, texts go through `bind`. Missing values
 * mean the same in both languages: a condition on NULL is not met, nor is its
 * negation.
 *
 * @param bind - keeps a text, and returns what stands for it
 */
export function filterSql(
  expression: string,
  bind: (text: string) => string,
): string {
  return tokensOf(expression)
    .map(({ kind, text }) => {
      switch (kind) {
        case 'string':
          return bind(text.slice(1, -1).replace(/''/g, "'"));
        case 'word':
          return KEYWORDS.test(text)
            ? text
            : text
                .split('.')
                .map(step => `"${step.toLowerCase()}"`)
                .join('.');
        case 'end':
          return '';
        default:
          return text;
      }
    })
    .join(' ');
}
