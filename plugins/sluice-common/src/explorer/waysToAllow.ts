import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { openTable } from '../effectiveAccess/grantSources';
import { findRegistrationProblem } from '../effectiveAccess/preconditions';
import { HypotheticalChange } from '../hypothetical';
import { findGovernanceRemedies } from './governanceRemedies';
import { findGrantSteps } from './grantSteps';
import { byHand, sentenceOf } from './remedies';
import { Remedy } from './types';

/**
 * What it would take to read (more of) the table, or of one column; each remedy
 * is enough by itself. Those that complete a way which is there already, or open
 * only a part, come first; the last one opens the whole table.
 */
export function findWaysToAllow(
  index: AccessIndex,
  resolved: ResolvedAccess,
  column: string | undefined,
): Remedy[] {
  const { access, table, grants } = resolved;
  const isUnknown = access.level === 'unknown';
  if (!table || !grants) {
    return isUnknown ? [byHand(access.problems.join(' '))] : [];
  }
  if (isReadInFull(resolved, column)) return [];
  const obstacles = findObstacles(index, resolved);
  if (obstacles.length > 0) return [byHand(obstacles.join(' '))];

  const governance = findGovernanceRemedies(index, resolved);
  const { texts, changes } = registrationOf(resolved);
  const complete = (step: Remedy): Remedy => {
    const parts = [...texts, ...(step.text ? [step.text] : [])];
    return {
      text: [
        ...governance.map(({ text }) => text),
        ...(parts.length > 0 ? [sentenceOf(parts)] : []),
      ].join(' '),
      changes: [
        ...governance.flatMap(each => each.changes),
        ...changes,
        ...step.changes,
      ],
    };
  };
  const position = table.columns.findIndex(({ name }) => name === column);
  const isOpen = openTable(grants.sources, table).columns.some(
    ({ kind }, i) => (position < 0 || i === position) && kind !== 'none',
  );
  const isEnough = isUnknown && isOpen && grants.problems.length === 0;
  if (isEnough) return [complete({ text: '', changes: [] })];

  const steps = findGrantSteps(index, resolved, { position, isOpen });
  return steps.map(step =>
    step.changes.length > 0 ? complete(step) : byHand(step.text),
  );
}

function isReadInFull(
  { access }: ResolvedAccess,
  column: string | undefined,
): boolean {
  return (
    access.level === 'full' ||
    (access.level === 'partial' &&
      access.columns.some(
        ({ name, rows }) => name === column && rows.kind === 'all',
      ))
  );
}

/** What no grant settles, though it may matter only once something is granted. */
function findObstacles(index: AccessIndex, resolved: ResolvedAccess): string[] {
  const { access, table, owner, reader, grants } = resolved;
  const solvable = new Set([
    ...findGovernanceRemedies(index, resolved).flatMap(({ text, changes }) =>
      changes.length > 0 ? [text] : [],
    ),
    // Of no matter to whoever reads everything.
    ...grants!.problems,
    findRegistrationProblem(table!),
  ]);
  const problems = access.level === 'unknown' ? access.problems : [];
  const shares = index.findFailure(reader!, 'shares');
  return [
    ...problems.filter(text => !solvable.has(text)),
    ...(access.level !== 'unknown' && table!.problem ? [table!.problem] : []),
    ...(access.level !== 'unknown' && table!.columns.length === 0
      ? [`No columns of ${access.table.tableName} are known.`]
      : []),
    ...(owner !== reader && shares !== undefined
      ? [
          `The resource shares of account ${
            reader!.accountId
          } could not be read: ${shares}`,
        ]
      : []),
  ];
}

function registrationOf({ access, table }: ResolvedAccess): {
  texts: string[];
  changes: HypotheticalChange[];
} {
  if (findRegistrationProblem(table!) === undefined) {
    return { texts: [], changes: [] };
  }
  return {
    texts: [
      `register the location of ${access.table.tableName} with Lake Formation`,
    ],
    changes: [
      {
        kind: 'registerLocation',
        table: access.table,
        mode: 'lakeFormation',
      },
    ],
  };
}
