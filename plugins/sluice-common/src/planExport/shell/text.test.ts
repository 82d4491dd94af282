import fc from 'fast-check';
import { NASTY } from '../__testUtils__/everyType';
import { bash, describeWithBash } from '../__testUtils__/bash';
import { comment, quote, withJson } from './text';

/** Of any characters but NUL, which bash has not, weighted towards those that mean something to it. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...`'"\`$\\!*~#;&|<>(){}[]\n\r\t -ü😀JSON`),
    }),
  )
  .map(text => text.replace(/\0/g, ''));

describeWithBash('texts in bash (skipped where it is not installed)', () => {
  it('come out of quotes as they went in', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 50 }), texts => {
        const all = [...texts, NASTY];
        const { stdout } = bash(`printf '%s\\0' ${all.map(quote).join(' ')}`);
        expect(stdout.split('\0').slice(0, -1)).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  it('do nothing in comments', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 50 }), texts => {
        const script = [...texts, NASTY].map(comment).join('\n');
        expect(bash(`${script}\necho end`)).toEqual({
          status: 0,
          stdout: 'end\n',
          stderr: '',
        });
      }),
      { numRuns: 40 },
    );
  });

  it('come out of documents as they went in', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 50 }), texts => {
        const document = { JSON: [...texts, NASTY, 'JSON', '\nJSON\n'] };
        const { stdout } = bash(withJson('cat', document));
        expect(JSON.parse(stdout)).toEqual(document);
      }),
      { numRuns: 40 },
    );
  });
});
