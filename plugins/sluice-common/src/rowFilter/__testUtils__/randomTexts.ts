import { Random } from '../random';

/** Filters to mutate: one per feature of the language. */
const VALID = [
  "state in ('Texas', 'New York')",
  "year > 2010 and country != 'US'",
  "(year > 2010 and country = 'US') or (month < 8 and visits > 23)",
  "(country between 'Z' and 'U') and (year = 2018)",
  "city like '%it_d%' and not (active = true or active is null)",
  'customer.customerId <> 1 and customer.address.zip is not null',
  '"level" = 3 or "say ""hi""" = \'O\'\'Hara\' or "größe" >= -1.5e-3',
  'visits not in (1, 2, 3) and amount not between -0.5 and 99.99',
  "state not like '😀%' or not not false",
];

const TOKENS = [
  ...'state STATE visits amount active country customer level group ß'.split(
    ' ',
  ),
  ...'and or not in between like is null true false AND Not'.split(' '),
  ...'( ) , . = <> != < <= > >= - + " \' \'\' ""'.split(' '),
  ...'0 1 -1 1.5 .5 1e3 9999999999 1e999 00'.split(' '),
  ...["'a'", "'%a_'", "'it''s'", "'😀'", '"level"', '"a.b"', '.address.zip'],
  ...'-- /* */ ; select date lower( ) * % \\ ` $1 \0 \n \t'.split(' '),
];

const LETTERS =
  'abcxyzABC019 _.,()=<>\'"-+%\\/*;:[]{}|&!?@#$~^`\t\n\0\u00a0\u00e9\u0130\u0301\u200d\u2028\ud83d\ude00\ufeff\uffff';

/**
 * A text of one of three sorts: any characters, the language's own tokens in
 * any order, or a valid filter with some characters changed.
 */
export function randomText(random: Random): string {
  switch (random(3)) {
    case 0:
      return randomCharacters(random);
    case 1:
      return tokenSoup(random);
    default:
      return mutation(random);
  }
}

function randomCharacters(random: Random): string {
  const isUnicode = random(2) === 0;
  let text = '';
  for (let left = random(60); left > 0; left--) {
    text += isUnicode
      ? String.fromCharCode(random(0x10000))
      : LETTERS[random(LETTERS.length)];
  }
  return text;
}

function tokenSoup(random: Random): string {
  const separator = random(4) === 0 ? '' : ' ';
  const tokens = [];
  for (let left = random(24); left > 0; left--) {
    tokens.push(TOKENS[random(TOKENS.length)]);
  }
  return tokens.join(separator);
}

function mutation(random: Random): string {
  let text = VALID[random(VALID.length)];
  for (let left = random(4); left > 0; left--) {
    const start = random(text.length + 1);
    const end = Math.min(text.length, start + random(8));
    const replacement = [
      '',
      TOKENS[random(TOKENS.length)],
      LETTERS[random(LETTERS.length)],
      text.slice(start, end).repeat(2),
      VALID[random(VALID.length)].slice(random(20)),
    ][random(5)];
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return text;
}
