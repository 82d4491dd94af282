import { useState } from 'react';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeSluiceApi } from '../__testUtils__/fakeSluiceApi';
import { sluiceApiRef } from '../api';
import { clearQueries } from '../components/QueryProvider';
import { GrantFormData } from './grant';
import { GrantEditor } from './GrantEditor';

const column = (name: string, type = 'string') => ({ name, type, lfTags: [] });

const TABLE = {
  accountName: 'producer',
  ref: { databaseName: 'healthcare_db', tableName: 'patients' },
  columns: [column('patient_id'), column('state'), column('photo', 'binary')],
} as unknown as Models.Table;

const CHOSEN = {
  producerAccount: 'producer',
  database: 'healthcare_db',
  table: 'patients',
};

/** The editor in a form that holds its value. */
function renderEditor(begin: GrantFormData, options = {}) {
  let held: GrantFormData = begin;
  function Form() {
    const [value, setValue] = useState(begin);
    held = value;
    return (
      <GrantEditor
        {...({
          formData: value,
          onChange: setValue,
          uiSchema: { 'ui:options': options },
        } as any)}
      />
    );
  }
  renderInTestApp(
    <TestApiProvider
      apis={[
        [sluiceApiRef, fakeSluiceApi({ getTable: async () => TABLE })],
        [
          catalogApiRef,
          catalogApiMock({
            entities: [
              {
                apiVersion: 'backstage.io/v1alpha1',
                kind: 'Resource',
                metadata: {
                  namespace: 'producer',
                  name: 'healthcare_db.patients',
                },
                spec: { type: 'iceberg-table' },
              },
            ],
          }),
        ],
      ]}
    >
      <Form />
    </TestApiProvider>,
  );
  return { held: () => held };
}

describe('GrantEditor', () => {
  afterEach(clearQueries);

  it('takes a table from the catalog and forgets the columns of another', async () => {
    const { held } = renderEditor({
      columns: ['of', 'another'],
      rowFilter: 'other = 1',
    });
    await userEvent.click(await screen.findByRole('button'));
    await userEvent.click(
      await screen.findByRole('option', {
        name: 'producer: healthcare_db.patients',
      }),
    );
    await screen.findByRole('checkbox', { name: 'state · string' });
    expect(held()).toEqual({ ...CHOSEN, columns: [] });
  });

  it('keeps columns in the order of the table', async () => {
    const { held } = renderEditor(CHOSEN);
    for (const name of ['state · string', 'patient_id · string']) {
      await userEvent.click(await screen.findByRole('checkbox', { name }));
    }
    expect(held().columns).toEqual(['patient_id', 'state']);
  });

  it('gives all columns only when asked for, and instead of a list', async () => {
    const { held } = renderEditor({ ...CHOSEN, columns: ['state'] });
    await userEvent.click(
      await screen.findByRole('switch', { name: /All columns/ }),
    );
    expect(held()).toEqual({ ...CHOSEN, allColumns: true, columns: [] });
    expect(screen.queryByRole('group', { name: /Columns/ })).toBeNull();
  });

  it('has columns named where all of them cannot be asked for', async () => {
    renderEditor(CHOSEN, { namedColumnsOnly: true });
    await screen.findByRole('checkbox', { name: 'state · string' });
    expect(screen.queryByRole('switch')).toBeNull();
  });

  it.each([
    ["state = 'Texas'", 'Lake Formation takes this filter.'],
    ["state = 'Texas", /./],
    ["region = 'Texas'", /region/],
    ["photo = 'x'", /photo has type binary/],
  ])('says of %s while it is written: %s', async (text, message) => {
    renderEditor(CHOSEN);
    const field = await screen.findByRole('textbox', { name: 'Row filter' });
    await userEvent.type(field, text);
    expect(
      within(screen.getByRole('status')).getAllByText(message).length,
    ).toBeGreaterThan(0);
    expect(field.getAttribute('aria-invalid') ?? 'false').toBe(
      String(message !== 'Lake Formation takes this filter.'),
    );
  });
});
