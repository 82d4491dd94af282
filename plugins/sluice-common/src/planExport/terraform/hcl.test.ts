import fc from 'fast-check';
import { parseToObject } from 'hcl2-parser';
import { NASTY } from '../__testUtils__/everyType';
import {
  expression,
  jsonencode,
  nested,
  printBlock,
  printComment,
} from './hcl';

/** HCL keeps texts in Unicode's composed form. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'$%{}"\\\n\r\tu0 #/*üé') }),
  )
  .map(text => text.normalize('NFC'));

function attributesOf(text: string): Record<string, unknown> {
  const [document] = parseToObject(text);
  return document.locals[0];
}

it('says any text so that it is read as it is', () => {
  fc.assert(
    fc.property(anyText, text => {
      const block = printBlock('locals', [], { text, list: [text, NASTY] });
      expect(attributesOf(block)).toEqual({ text, list: [text, NASTY] });
    }),
    { numRuns: 300 },
  );
});

it('says any text as a key of a map, and in a comment', () => {
  fc.assert(
    fc.property(anyText, text => {
      const block = printBlock('locals', [], { map: { [`k${text}`]: 1 } });
      expect(attributesOf(`${printComment(text)}\n${block}`)).toEqual({
        map: { [`k${text}`]: 1 },
      });
    }),
    { numRuns: 300 },
  );
});

it('prints blocks, references and documents', () => {
  const body = {
    bucket: expression('aws_s3_bucket.data.id'),
    absent: undefined,
    empty: nested({}),
    rule: nested({ count: 1 }, { on: true, none: null }),
    // Names that the printer uses itself must not confuse it.
    map: { expression: 'x', bodies: [], text: 'y' },
    policy: jsonencode({ Statement: [{ Sid: 'A$' }] }),
  };
  expect(printBlock('resource', ['type', 'name'], body)).toMatchInlineSnapshot(`
    "resource "type" "name" {
      bucket = aws_s3_bucket.data.id
      empty {}
      rule {
        count = 1
      }
      rule {
        on = true
        none = null
      }
      map = {
        "expression" = "x"
        "bodies" = []
        "text" = "y"
      }
      policy = jsonencode({
        "Statement" = [
          {
            "Sid" = "A$"
          },
        ]
      })
    }"
  `);
});
