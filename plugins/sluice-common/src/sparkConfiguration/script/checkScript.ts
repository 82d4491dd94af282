import { error } from '../propertyRules';
import { JobProblem, SparkProfile } from '../types';
import { Bindings } from './Bindings';
import { callProblems } from './callRules';
import { CodeProblem, codeProblems } from './codeRules';
import { Names } from './Names';
import { Positions } from './positions';
import { PythonScript } from './PythonScript';
import { SqlTexts } from './SqlTexts';
import { syntaxProblems } from './syntaxRules';

/** Characters of a script; the API takes no longer ones either. */
const MAX_LENGTH = 262_144;
/** Nobody reads on after so many. */
const MAX_PROBLEMS = 100;
/** What no text has. */
// eslint-disable-next-line no-control-regex
const BINARY = /[\u0000-\u0008\u000b\u000e-\u001f]/;

/**
 * What in a Python script EMR would refuse under fine-grained access control, or
 * what would not do what it says: rules V3 to V9 of the seed reference, section
 * 4, and Sluice's own `PYTHON` for what cannot be read. It goes by what is
 * written: it follows imports, names, literals and the script's own functions,
 * but runs nothing, so a script can hide from it. What a job can read is not
 * decided here, but by Lake Formation.
 * @public
 */
export function checkScript(
  text: string,
  options: { profile: SparkProfile },
): JobProblem[] {
  const unreadable = unreadableProblem(text);
  if (unreadable) return [unreadable];
  const script = new PythonScript(text);
  const names = new Names(script);
  const texts = new SqlTexts(script, new Bindings(script));
  return inOrder(
    [
      ...syntaxProblems(script),
      ...codeProblems(script, names),
      ...callProblems(script, texts, options.profile),
    ],
    text,
  );
}

function unreadableProblem(text: string): JobProblem | undefined {
  if (text.length > MAX_LENGTH) {
    return error(
      'PYTHON',
      `The script has ${text.length} characters, but may have ${MAX_LENGTH} at most. Make it shorter.`,
    );
  }
  const binary = text.search(BINARY);
  if (binary < 0) return undefined;
  return {
    ...error(
      'PYTHON',
      'This is a binary file, not the text of a Python script. Choose another file.',
    ),
    ...new Positions(text).of(binary),
  };
}

/** From top to bottom, each once. */
function inOrder(found: CodeProblem[], text: string): JobProblem[] {
  const byPlace = new Map(
    found.map(each => [`${each.offset} ${each.rule} ${each.message}`, each]),
  );
  const problems = [...byPlace.values()].sort((a, b) => a.offset - b.offset);
  const positions = new Positions(text);
  const told = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ offset, ...problem }) => ({ ...problem, ...positions.of(offset) }));
  const more = problems.slice(MAX_PROBLEMS);
  if (more.length === 0) return told;
  const isAnyError = more.some(({ severity }) => severity === 'error');
  return [
    ...told,
    {
      rule: 'PYTHON',
      severity: isAnyError ? 'error' : 'warning',
      message: `There are ${more.length} more problems. Correct these first.`,
    },
  ];
}
