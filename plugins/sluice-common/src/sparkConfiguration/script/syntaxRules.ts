import { error, warning } from '../propertyRules';
import { brokenBracket } from './brackets';
import { CodeProblem } from './codeRules';
import { PyNode, PythonScript } from './PythonScript';

/** Where the grammar does not know all of Python: `as (a, b)`, `for a, *b in c`. */
const UNKNOWN_SYNTAX =
  /^(?:WithStatement|MatchStatement|MatchClause|Decorator|DecoratedStatement|LambdaExpression|FormatString|FormatReplacement)$|ComprehensionExpression$/;

/**
 * `PYTHON`: whether the script can be read. Only the first place is told, since
 * what comes after it follows from it.
 */
export function syntaxProblems(script: PythonScript): CodeProblem[] {
  const broken = brokenBracket(script.text);
  if (broken) {
    return [
      {
        ...error('PYTHON', `This is no Python: ${broken.what}. Correct it.`),
        offset: broken.offset,
      },
    ];
  }
  const print = script.nodes.find(({ name }) => name === 'PrintStatement');
  if (print) {
    return [
      {
        ...error(
          'PYTHON',
          'This is Python 2, where print is a statement. Jobs run on Python 3: write print(…).',
        ),
        offset: print.from,
      },
    ];
  }
  const unread = script.nodes.find(({ isError }) => isError);
  if (!unread) return [];
  return [
    {
      ...(mayBePython(unread)
        ? warning(
            'PYTHON',
            'Sluice cannot read the script from here on, so that it may have missed something. If Python takes it, the run is not kept from starting.',
          )
        : error('PYTHON', 'This is no Python. Correct it.')),
      offset: unread.from,
    },
  ];
}

function mayBePython(node: PyNode): boolean {
  for (let each = node.parent; each; each = each.parent) {
    if (UNKNOWN_SYNTAX.test(each.name)) return true;
    // `items[*part]`
    if (each.name === 'MemberExpression') return true;
    if (/Statement$|Definition$/.test(each.name)) return false;
  }
  return false;
}
