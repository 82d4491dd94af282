import {
  AccountObservation,
  ObservedPrincipalPolicies,
} from '../../accessModel';
import { blueprintOf } from '../../blueprints';
import {
  producerAccount,
  SEED_DECLARATIONS,
  seedFacts,
} from '../../blueprints/__testUtils__/seedDeclarations';
import {
  Declaration,
  DEFAULT_SESSION_TAG_VALUE,
  subjectOf,
} from '../../declarations';
import { createAccessIndex } from '../../effectiveAccess';
import { SESSION_TAG_KEY } from '../../iamDocuments';
import {
  observe,
  PATIENTS,
  CLAIMS,
  C,
  P,
  seedWorld,
  TEAM1,
  TEAM2,
  World,
} from '../../effectiveAccess/__testUtils__/world';
import { DriftInput } from '../DriftInput';
import { findDrift } from '../findDrift';
import { Drift } from '../types';

/** The query engine role, as the seed names it. */
export const ENGINE = `arn:aws:iam::${C}:role/emr_on_eks_fgac_query_execution_role`;

const LOCATION = `${producerAccount.dataBucket}/${producerAccount.warehousePrefix}`;

/** The observed side, and what else a test may change of the input. */
export interface DriftWorld extends World {
  teams: DriftInput['teams'];
  baselines: DriftInput['baselines'];
  declarations: Declaration[];
  staleBefore?: string;
}

/** The seed's estate, in which everything is as declared. */
export function driftWorld(): DriftWorld {
  const world = seedWorld();
  const { producer, consumer } = world;
  for (const table of producer.tables) {
    table.tableUuid = `uuid-${table.ref.tableName}`;
    table.location = `s3://${LOCATION}/healthcare_db/${table.ref.tableName}`;
  }
  producer.locations = [
    {
      resourceArn: `arn:aws:s3:::${LOCATION}`,
      roleArn: `arn:aws:iam::${P}:role/${producerAccount.dataAccessRole}`,
      mode: 'lakeFormation',
    },
  ];
  consumer.principalPolicies = [TEAM1, TEAM2].map(policiesOf);
  return {
    ...world,
    declarations: [...SEED_DECLARATIONS],
    teams: [
      team('patients-care', 'Patients Care', TEAM1, 'AROA0'),
      team('claims-care', 'Claims Care', TEAM2, 'AROA1'),
    ],
    baselines: [PATIENTS, CLAIMS].map(ref => {
      const { tableUuid, columns } = producer.tables.find(
        each => each.ref === ref,
      )!;
      return {
        subject: 'group:default/patients-care',
        table: ref,
        tableUuid,
        columns: columns.map(({ fieldId, name, type }) => ({
          fieldId,
          name,
          type,
        })),
        at: '2026-11-01T08:00:00Z',
      };
    }),
  };
}

function team(
  name: string,
  title: string,
  principal: string,
  roleUniqueId: string,
) {
  return {
    entityRef: `group:default/${name}`,
    title,
    principal,
    roleUniqueId,
  };
}

function policiesOf(arn: string): ObservedPrincipalPolicies {
  return {
    arn,
    kind: 'role',
    trust: [
      {
        effect: 'Allow',
        principals: [ENGINE],
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        conditions: {
          StringEquals: {
            [`aws:RequestTag/${SESSION_TAG_KEY}`]: [DEFAULT_SESSION_TAG_VALUE],
          },
        },
      },
    ],
    policies: [
      {
        name: 'policy',
        statements: [
          {
            effect: 'Allow',
            actions: ['lakeformation:GetDataAccess', 'glue:Get*'],
            resources: ['*'],
          },
        ],
      },
    ],
  };
}

export function inputOf(
  world: DriftWorld,
  observations: AccountObservation[] = observe(world),
): DriftInput {
  const facts = seedFacts({ declarations: world.declarations });
  return {
    index: createAccessIndex(observations, {
      ...(world.staleBefore && { staleBefore: world.staleBefore }),
    }),
    accounts: facts.accounts,
    teams: world.teams,
    declared: world.declarations.map(declaration => ({
      subject: subjectOf(declaration),
      declaration,
      resources: blueprintOf(declaration, facts),
    })),
    baselines: world.baselines,
  };
}

export function driftIn(world: DriftWorld): Drift[] {
  return findDrift(inputOf(world));
}
