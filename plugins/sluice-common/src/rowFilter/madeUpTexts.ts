import { Random } from './random';

const GIVEN_NAMES = 'Ada Bela Chidi Dana Emre Farah Goro Hana Ines Jonas'.split(
  ' ',
);
const FAMILY_NAMES =
  'Adler Brandt Costa Dubois Eriksen Fischer Garcia Haddad Ito Jansen'.split(
    ' ',
  );
const CITIES =
  'Austin,Houston,New York,Albany,Chicago,Denver,Portland,San Jose';
const STATES =
  'Texas,New York,California,Illinois,Colorado,Oregon,Ohio,Florida';
const WORDS = 'amber birch cedar delta ember fjord grove harbor'.split(' ');

const digits = (count: number, random: Random) =>
  Array.from({ length: count }, () => random(10)).join('');
const pick = (texts: string[], random: Random) => texts[random(texts.length)];
const oneOf = (texts: string) => (random: Random) =>
  pick(texts.split(','), random);

/**
 * What a column of such a name would hold. Numbers and addresses are of ranges
 * that are set aside for examples, so that none is anybody's.
 */
const HINTS: [RegExp, (random: Random) => string][] = [
  [/e_?mail/, random => `${pick(WORDS, random)}${random(100)}@example.org`],
  [/phone|mobile|fax/, random => `555-01${digits(2, random)}`],
  [/ssn|social_?security|tax_?id/, random => `000-00-${digits(4, random)}`],
  [/(^|_)ip(_|$)|ip_?addr/, random => `192.0.2.${random(255)}`],
  [/url|website/, random => `https://example.org/${pick(WORDS, random)}`],
  [/zip|post(al)?_?code/, random => digits(5, random)],
  [/country/, oneOf('US,DE,FR,GB,JP,BR,IN,ZA')],
  [/city|town/, oneOf(CITIES)],
  [/state_?code/, oneOf('TX,NY,CA,IL,CO,OR,OH,FL')],
  [/state|province/, oneOf(STATES)],
  [/region/, oneOf('north,south,east,west')],
  [/street|address/, random => `${1 + random(200)} ${pick(WORDS, random)} St`],
  [/gender|(^|_)sex(_|$)/, oneOf('female,male,other')],
  [/currency/, oneOf('USD,EUR,GBP,JPY')],
  [/status/, oneOf('new,active,paused,closed')],
  [/dep(artmen)?t|division|team/, oneOf('sales,research,finance,operations')],
  [/colou?r/, oneOf('red,green,blue,black,white')],
  [/lang(uage)?|locale/, oneOf('en,de,fr,es,ja')],
  [/date|_at$|timestamp/, random => madeUpDate(random)],
  [/year/, random => String(2015 + random(11))],
  [/first_?name|given/, random => pick(GIVEN_NAMES, random)],
  [/last_?name|family|surname/, random => pick(FAMILY_NAMES, random)],
  [
    /name|patient|customer|person|user|author|owner/,
    random => `${pick(GIVEN_NAMES, random)} ${pick(FAMILY_NAMES, random)}`,
  ],
  [/(^|_)(id|key|code|no|number|sku|mrn)$/, random => `X${digits(4, random)}`],
];

/** A text that a column of the name might hold. */
export function madeUpText(columnName: string, random: Random): string {
  const hint = HINTS.find(([name]) => name.test(columnName.toLowerCase()));
  return hint ? hint[1](random) : pick(WORDS, random);
}

/** A day of the years 2015 to 2025, or of a birth: `2021-03-09`. */
export function madeUpDate(random: Random, firstYear = 2015): string {
  const [month, day] = [1 + random(12), 1 + random(28)].map(part =>
    String(part).padStart(2, '0'),
  );
  return `${firstYear + random(11)}-${month}-${day}`;
}
