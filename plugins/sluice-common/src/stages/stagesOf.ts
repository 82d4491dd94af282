import { EffectiveAccess, TableRef, tableKey } from '../accessModel';
import { DeclaredSubject } from '../drift';
import {
  AccessIndex,
  effectiveAccess,
  summariseAccess,
} from '../effectiveAccess';
import { findBlockers } from './blockers';
import { isSameAccess, isSameProof } from './compare';
import { AccessStages, StageName, StageProof, StageView } from './types';

/** @public */
export interface StagesRequest {
  /** What was observed. */
  index: AccessIndex;
  /** Of `declaredWorld`; made once for many requests. */
  declaredWorld: AccessIndex;
  /** Of `grantedWorld`; made once for many requests. */
  grantedWorld: AccessIndex;
  /** ARN of the team's role; absent while it has none. */
  principal?: string;
  table: TableRef;
  /** Declarations that may be evidence: those of the team. */
  declared: DeclaredSubject[];
  /** What a job has shown, if one has. */
  proof?: StageProof;
}

const NOT_PROVED: StageView = { level: 'notProved', text: 'not proved yet' };

const SAYS: Record<StageName, string> = {
  declared: 'What is declared',
  granted: 'What is granted',
  effective: 'What is effective',
  observed: 'What a job observed',
};

/**
 * The four stages of one team's access to one table, and where neighbours do
 * not agree. Fails closed: a stage that is not known agrees with none.
 * @public
 */
export function stagesOf(request: StagesRequest): AccessStages {
  const { principal, proof = NOT_PROVED } = request;
  const { differsFrom, ...observed }: StageProof = proof;
  if (principal === undefined) {
    const none: StageView = { level: 'none', text: 'the team has no role yet' };
    return {
      stages: {
        declared: none,
        granted: none,
        effective: none,
        observed,
      },
      differences: [],
    };
  }
  const { index, table } = request;
  const ask = (world: AccessIndex) =>
    effectiveAccess(world, { principal, table });
  const declared = ask(request.declaredWorld);
  const granted = ask(request.grantedWorld);
  const effective = ask(index);
  const { blocks, doubts } = findBlockers(index, effective);
  const blocked = withBlockers(effective, blocks, doubts);
  const readAt = index.observations
    .filter(({ accountId }) =>
      [table.catalogId, principal.split(':')[4]].includes(accountId),
    )
    .map(({ observedAt }) => observedAt)
    .sort()[0];
  const at = readAt ? { at: readAt } : {};
  const stages = {
    declared: { ...viewOf(declared), ...evidenceOf(request) },
    granted: { ...viewOf(granted), ...at },
    effective: { ...viewOf(blocked), ...at, ...reasonOf(blocks, doubts) },
    observed,
  };
  const columns = index.findTable(table)?.columns ?? [];
  return {
    stages,
    differences: [
      ...difference(
        'declared',
        'granted',
        stages,
        [declared, granted],
        columns,
      ),
      ...difference(
        'granted',
        'effective',
        stages,
        [granted, blocked],
        columns,
      ),
      ...proofDifference(stages, differsFrom, [blocked, columns]),
    ],
  };
}

/** A job reads nothing that something else keeps from it. */
function withBlockers(
  access: EffectiveAccess,
  blocks: string[],
  doubts: string[],
): EffectiveAccess {
  const { table, principal, reasons, warnings } = access;
  const base = { table, principal, reasons, warnings };
  if (blocks.length > 0) return { level: 'none', ...base };
  return doubts.length > 0
    ? { level: 'unknown', ...base, problems: doubts }
    : access;
}

function viewOf(access: EffectiveAccess): StageView {
  const { level } = access;
  const text = summariseAccess(access);
  if (!('columns' in access)) {
    return {
      level,
      text:
        access.level === 'unknown' ? `${text}: ${access.problems[0]}` : text,
    };
  }
  return {
    level,
    columns: access.columns
      .filter(({ rows }) => rows.kind !== 'none')
      .map(({ name }) => name),
    rows: access.rows,
    text,
  };
}

function reasonOf(blocks: string[], doubts: string[]): { text?: string } {
  if (blocks.length > 0) return { text: `no access: ${blocks.join('; ')}` };
  return doubts.length > 0 ? { text: `not known: ${doubts.join('; ')}` } : {};
}

/** The declaration that says the most recently what the team is to read. */
function evidenceOf({ declared, table }: StagesRequest) {
  const [last] = declared
    .filter(({ resources }) =>
      resources.some(
        ({ type, properties }) =>
          type === 'lakeFormationPermission' &&
          'tableName' in properties.resource &&
          tableKey({ ...properties.resource, region: table.region }) ===
            tableKey(table),
      ),
    )
    .sort((a, b) => (b.declaredAt ?? '').localeCompare(a.declaredAt ?? ''));
  return last
    ? {
        ...(last.declaredAt && { at: last.declaredAt }),
        evidence: last.requestId ?? last.subject,
      }
    : {};
}

function difference(
  first: StageName,
  second: StageName,
  stages: AccessStages['stages'],
  [left, right]: [EffectiveAccess, EffectiveAccess],
  columns: Parameters<typeof isSameAccess>[2],
): AccessStages['differences'] {
  const decision = isSameAccess(left, right, columns);
  if (decision === 'yes') return [];
  const between: [StageName, StageName] = [first, second];
  const text = `${SAYS[first]}: ${stages[first].text}. ${SAYS[second]}: ${stages[second].text}.`;
  return [
    {
      between,
      text:
        decision === 'no'
          ? text
          : `${text} Whether these agree cannot be told.`,
    },
  ];
}

/**
 * A proof that differed when it was made does so still; one that agreed is compared
 * with what is effective now, which may be something else than it was then.
 */
function proofDifference(
  stages: AccessStages['stages'],
  differsFrom: StageProof['differsFrom'],
  [effective, columns]: [EffectiveAccess, Parameters<typeof isSameAccess>[2]],
): AccessStages['differences'] {
  const { observed } = stages;
  if (observed.level === 'notProved') return [];
  const decision = differsFrom
    ? 'no'
    : isSameProof(observed, effective, columns);
  if (decision === 'yes') return [];
  const from = differsFrom ?? 'effective';
  const text = `${SAYS[from]}: ${stages[from].text}. ${SAYS.observed}: ${observed.text}.`;
  return [
    {
      between: [from, 'observed'],
      text:
        decision === 'no'
          ? text
          : `${text} Whether these agree cannot be told.`,
    },
  ];
}
