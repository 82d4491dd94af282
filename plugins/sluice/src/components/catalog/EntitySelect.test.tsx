import { useState } from 'react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { EntitySelect } from './EntitySelect';

// Lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

/** More than a list holds. */
const users = Array.from({ length: 150 }, (_, i) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name: `user-${String(i).padStart(3, '0')}`,
    namespace: 'default',
  },
  spec: { profile: { displayName: `Person ${i}` } },
}));

function PersonSelect({ initial }: { initial?: string }) {
  const [value, setValue] = useState(initial);
  return (
    <EntitySelect
      label="Person"
      filter={{ kind: 'User' }}
      value={value}
      onChange={setValue}
    />
  );
}

function renderSelect(initial?: string) {
  renderInTestApp(
    <QueryProvider>
      <PersonSelect initial={initial} />
    </QueryProvider>,
    { apis: [[catalogApiRef, catalogApiMock({ entities: users })]] },
  );
  return screen.findByRole('button', { name: /Person$/ });
}

const options = () =>
  screen.getAllByRole('option').map(({ textContent }) => textContent);

describe('EntitySelect', () => {
  afterEach(clearQueries);

  it('finds by name what the list does not hold, and keeps its title', async () => {
    const select = await renderSelect();
    await userEvent.click(select);
    await waitFor(() => expect(options()).toHaveLength(101));
    expect(options()).not.toContain('Person 142');

    await userEvent.type(screen.getByPlaceholderText('Search'), 'user-142');
    await waitFor(() => expect(options()).toEqual(['Any', 'Person 142']));
    await userEvent.click(screen.getByRole('option', { name: 'Person 142' }));

    await waitFor(() => expect(select).toHaveTextContent('Person 142'));
  });

  it.each([
    ['user:default/gone', 'gone'],
    ['nonsense', 'nonsense'],
  ])('shows what a link names, though nobody knows %s', async (ref, name) => {
    expect(await renderSelect(ref)).toHaveTextContent(name);
  });

  it('takes the choice back', async () => {
    const select = await renderSelect('user:default/user-001');
    await waitFor(() => expect(select).toHaveTextContent('Person 1'));

    await userEvent.click(select);
    await userEvent.click(await screen.findByRole('option', { name: 'Any' }));

    await waitFor(() => expect(select).toHaveTextContent('Any'));
  });
});
