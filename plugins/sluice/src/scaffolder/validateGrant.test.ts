import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { fakeSluiceApi } from '../__testUtils__/fakeSluiceApi';
import { sluiceApiRef } from '../api';
import { GrantFormData } from './grant';
import { validateGrant } from './validateGrant';

const PATIENTS = {
  producerAccount: 'producer',
  database: 'healthcare_db',
  table: 'patients',
};

const api = fakeSluiceApi({
  getTable: async () =>
    ({
      columns: [{ name: 'state', type: 'string', lfTags: [] }],
    } as unknown as Models.Table),
});

async function errorsOf(grant: GrantFormData | GrantFormData[]) {
  const errors: string[] = [];
  const addError = (message: string) => errors.push(message);
  await validateGrant(grant, { addError } as any, {
    apiHolder: {
      get: (ref: { id: string }) =>
        ref.id === sluiceApiRef.id ? (api as any) : undefined,
    },
    formData: {},
    schema: {},
  });
  return errors;
}

describe('validateGrant', () => {
  it.each<[string, GrantFormData | GrantFormData[], RegExp[]]>([
    ['no table', {}, [/Choose a table/]],
    ['no columns', PATIENTS, [/Choose the columns/]],
    [
      'a row filter on a column that is not there',
      { ...PATIENTS, allColumns: true, rowFilter: 'region = 1' },
      [/^Row filter: .*region/],
    ],
    [
      'the one of several that is wrong',
      [
        { ...PATIENTS, allColumns: true },
        { ...PATIENTS, table: 'claims' },
      ],
      [/^claims: Choose the columns/],
    ],
    [
      'nothing wrong',
      { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
      [],
    ],
  ])('finds %s', async (_, grant, errors) => {
    await expect(errorsOf(grant)).resolves.toEqual(
      errors.map(error => expect.stringMatching(error)),
    );
  });
});
