import { readerOf } from '../../__testUtils__/fakeAws';
import { readOptIns } from './optIns';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const optIn = (Resource: object, more: object = {}) => ({
  Principal: { DataLakePrincipalIdentifier: ROLE },
  Resource,
  LastModified: 1,
  LastUpdatedBy: 'somebody',
  ...more,
});
const patients = {
  Table: { DatabaseName: 'Healthcare_DB', Name: 'patients' },
};

describe('readOptIns', () => {
  it('reads every page, also after an empty one, in the words of permissions', async () => {
    const pages: Record<string, object> = {
      first: {
        LakeFormationOptInsInfoList: [optIn(patients)],
        NextToken: 'empty',
      },
      empty: { LakeFormationOptInsInfoList: [], NextToken: 'last' },
      last: {
        LakeFormationOptInsInfoList: [
          optIn(
            { Database: { CatalogId: '111122223333', Name: 'other' } },
            { Condition: { Expression: 'context.x == 1' } },
          ),
        ],
      },
    };
    const documents = await readOptIns(
      readerOf({
        ListLakeFormationOptIns: ({ NextToken = 'first' }: any) =>
          pages[NextToken],
      }),
    );
    const principal = { kind: 'iamRole', arn: ROLE, accountId: '111122223333' };
    expect(documents.map(({ document }) => document)).toEqual([
      {
        principal,
        resource: {
          kind: 'table',
          catalogId: '111122223333',
          databaseName: 'healthcare_db',
          tableName: 'patients',
        },
      },
      {
        principal,
        resource: {
          kind: 'database',
          catalogId: '111122223333',
          databaseName: 'other',
        },
        condition: 'context.x == 1',
      },
    ]);
  });

  it('takes one that was only touched for the same', async () => {
    const read = (LastModified: number) =>
      readOptIns(
        readerOf({
          ListLakeFormationOptIns: {
            LakeFormationOptInsInfoList: [optIn(patients, { LastModified })],
          },
        }),
      );
    expect(await read(2)).toEqual(await read(1));
  });

  it('does not lose one on what it does not understand', async () => {
    const documents = await readOptIns(
      readerOf({
        ListLakeFormationOptIns: {
          LakeFormationOptInsInfoList: [optIn({ NewThing: {} })],
        },
      }),
    );
    expect(documents.map(({ document }) => document)).toEqual([
      expect.objectContaining({
        resource: expect.objectContaining({ kind: 'unrecognised' }),
      }),
    ]);
  });
});
