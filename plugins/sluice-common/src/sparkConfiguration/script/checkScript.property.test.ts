import fc from 'fast-check';
import { checkScript } from './checkScript';

const WORDS = [
  'spark',
  '.sql(',
  '.write',
  '.rdd',
  'F.udf',
  '@udf',
  'import ',
  'from ',
  ' as ',
  'def f(a, b="x"):',
  'for a, b in ',
  'class X:',
  'lambda x: ',
  '=',
  '+=',
  '+',
  '%',
  '"DROP TABLE {}"',
  "f'SELECT {x} FROM a.b.c.files'",
  '"""',
  "'",
  '"',
  'f"',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  '.format(',
  '.config("spark.jars", ',
  '\\',
  '\n',
  '\n  ',
  '\r\n',
  '#',
  'x',
  '😀',
  '\uE000',
  'yield',
  '1.',
  '*',
  ':',
  ';',
];
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...WORDS), { maxLength: 40 })
    .map(words => words.join('')),
);

it('reads any text, and points into it', () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom('seed', 'documented'),
      (text, profile) => {
        const lines = text.split(/\r\n|\n|\r/);
        for (const problem of checkScript(text, {
          profile: profile as 'seed' | 'documented',
        })) {
          expect(problem.rule).toMatch(/^(?:V[3-9]|PYTHON)$/);
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines.length);
          expect(problem.column).toBeGreaterThanOrEqual(1);
          expect(problem.column).toBeLessThanOrEqual(
            lines[problem.line! - 1].length + 2,
          );
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

const SIZE = 40_000;
const times = (text: string) => text.repeat(Math.floor(SIZE / text.length));

/** Each is one that a careless reader would take the square of its length for. */
it.each([
  ['a usual script', times('spark.sql("SELECT * FROM dev.db.t").show()\n')],
  ['one chain', `x${times('.rdd.a()')}`],
  ['sessions', `SparkSession.builder${times('.getOrCreate()')}`],
  ['one sum', `spark.sql("a"${times(' + "b"')})`],
  ['one sum of a name', `a = "b"\nspark.sql(a${times(' + a')})`],
  ['one name over and over', `Q = "SELECT 1"\n${times('spark.sql(Q)\n')}`],
  ['one name in itself', `${times('q = q + "x"\n')}spark.sql(q)`],
  [
    'one long name',
    `Q = """${times('x ')}"""\n${'spark.sql(Q)\n'.repeat(500)}`,
  ],
  ['brackets', times('(')],
  ['formats', times('f"{')],
  ['quotes', times('"a" ')],
  ['open quotes', times("'''a\\'")],
  ['steps', `spark.sql("${times('FROM a.')}")`],
  ['one name of a table', `spark.sql("${times('FROM.')}")`],
  ['words before a table', `spark.sql("${times('TABLE ')}")`],
  ['comments', `spark.sql("${times('/*')}")`],
  ['functions', `${times('def f(q): spark.sql(q)\n')}f("x")`],
  ['calls', `def f(q): spark.sql(q)\n${times('f("x")\n')}`],
  ['functions and calls', times('def f(q): f(q)\nf("x")\n')],
])('reads %s in a time that goes with its length', (_, text) => {
  const begin = performance.now();
  checkScript(text, { profile: 'seed' });
  // It takes tenths of a second; a square took 10 s and more.
  expect(performance.now() - begin).toBeLessThan(5_000);
});
