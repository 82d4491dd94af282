import { JobFailure } from './JobFailure';

/**
 * The words of `sparkSubmitParameters`, as a shell would split them: single
 * quotes keep all, double quotes all but a backslash before `"` or `\`.
 *
 * @throws JobFailure `VALIDATION_ERROR` for a quote that is not closed
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const escapes =
      char === '\\' &&
      quote !== "'" &&
      (quote === undefined || ['"', '\\'].includes(text[i + 1]));
    if (escapes && i + 1 < text.length) {
      i += 1;
      word = (word ?? '') + text[i];
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === quote) {
      quote = undefined;
    } else if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) {
    throw new JobFailure(
      'VALIDATION_ERROR',
      `sparkSubmitParameters have a ${quote} that is not closed.`,
    );
  }
  return word === undefined ? words : [...words, word];
}
