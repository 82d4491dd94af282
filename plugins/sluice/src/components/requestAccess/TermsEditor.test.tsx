import { useState } from 'react';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { patients, PATIENTS } from '../../__testUtils__/fakeSluiceApi';
import {
  answersFor,
  CARE_TEAM,
  DAY,
  renderAsking,
} from '../../__testUtils__/requestForm';
import { clearQueries } from '../QueryProvider';
import { TermsEditor } from './TermsEditor';
import { useTermsProblems } from './useTermsProblems';

const ASKED: Models.AskedTerms = {
  tables: [
    { table: PATIENTS, columns: ['city'], rowFilter: "city = 'Austin'" },
  ],
  durationMinutes: 30 * DAY,
};

const AT_MOST: Models.AccessTerms = {
  tables: [
    {
      table: PATIENTS,
      ref: patients.ref,
      tableUuid: patients.tableUuid,
      producerAccount: 'producer',
      columns: [
        { fieldId: 1, name: 'patient_id' },
        // As it was called when it was asked for.
        { fieldId: 9, name: 'town' },
      ],
      rowFilter: "city in ('Austin', 'Dallas')",
    },
  ],
  durationMinutes: 30 * DAY,
};

const withFilter = (rowFilter: string) => ({
  ...ASKED,
  tables: [{ ...ASKED.tables[0], rowFilter }],
});

function renderEditor(begin = ASKED, atMost?: Models.AccessTerms) {
  let held = begin;
  function Form() {
    const [value, setValue] = useState(begin);
    held = value;
    const problems = useTermsProblems(value, atMost);
    return (
      <>
        <TermsEditor
          value={value}
          onChange={setValue}
          tables={[PATIENTS]}
          atMost={atMost}
        />
        <p>{problems?.[0]?.message ?? 'no problem'}</p>
      </>
    );
  }
  renderAsking(<Form />, answersFor([CARE_TEAM]));
  return { held: () => held };
}

describe('TermsEditor', () => {
  afterEach(clearQueries);

  it('shows what matters for choosing a column', async () => {
    renderEditor();
    const group = within(
      await screen.findByRole('group', { name: /^Columns of/ }),
    );
    expect(
      group
        .getAllByRole('checkbox')
        .map(each => each.closest('label')?.textContent),
    ).toEqual([
      'patient_id · bigint',
      'ssn · string · restricted',
      'city · string',
    ]);
    expect(
      group.getByRole('checkbox', { name: /^patient_id/ }),
    ).toHaveAccessibleDescription(/^Number on the card/);
    expect(
      group.getByRole('checkbox', { name: /^ssn/ }),
    ).toHaveAccessibleDescription(/^Sensitive/);
    expect(
      group.getByRole('checkbox', { name: /^city/ }),
    ).toHaveAccessibleDescription(/^Partition: identity/);
  });

  it('takes another time than the usual, within the rules', async () => {
    const { held } = renderEditor();
    await userEvent.click(await screen.findByRole('radio', { name: 'Other' }));
    const amount = screen.getByRole('textbox', { name: /How many/ });
    await userEvent.clear(amount);
    await userEvent.tab();
    await userEvent.type(amount, '366');
    await userEvent.tab();
    expect(held().durationMinutes).toBe(366 * DAY);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Access lasts for 365 days at most.',
    );

    await userEvent.click(screen.getByRole('button', { name: /Unit/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'hours' }));
    expect(held().durationMinutes).toBe(366 * 60);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('begins at a certain time, and tells when it ends', async () => {
    const { held } = renderEditor();
    expect(
      await screen.findByText(/If it is approved now, access ends/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('radio', { name: 'From a certain time on' }),
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Say when access is to begin.',
    );
    fireEvent.change(screen.getByLabelText(/Begins at/), {
      target: { value: '2027-03-01T08:00' },
    });
    expect(held().startsAt).toBe(new Date('2027-03-01T08:00').toISOString());
    expect(screen.getByText(/approved in time, access ends/)).toHaveTextContent(
      /Mar 31, 2027/,
    );

    await userEvent.click(
      screen.getByRole('radio', { name: 'As soon as it is approved' }),
    );
    expect(held()).toEqual(ASKED);
  });

  it('offers nothing beyond a bound', async () => {
    renderEditor(ASKED, AT_MOST);
    const group = within(
      await screen.findByRole('group', { name: /^Columns of/ }),
    );
    expect(group.getByRole('checkbox', { name: /^city/ })).toBeInTheDocument();
    expect(group.queryByRole('checkbox', { name: /^ssn/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Add a table' })).toBeNull();
    expect(
      screen
        .getAllByRole('radio', { name: /days/ })
        .map(each => each.closest('label')?.textContent),
    ).toEqual(['7 days', '30 days (the most)']);
    expect(screen.getByText('no problem')).toBeInTheDocument();
  });

  it.each([["city = 'Houston'"], ['']])(
    'refuses the row filter "%s" beyond a bound, and shows the bound',
    async rowFilter => {
      renderEditor(withFilter(rowFilter), AT_MOST);
      const [message] = await screen.findAllByText(/not certain to be among/);
      expect(message).toBeInTheDocument();
      expect(
        screen.getByText("city in ('Austin', 'Dallas')"),
      ).toBeInTheDocument();
      expect(screen.queryByText('no problem')).not.toBeInTheDocument();
    },
  );

  it('takes a row filter that is narrower than the bound', async () => {
    renderEditor(withFilter("city = 'Dallas' and patient_id > 7"), AT_MOST);
    expect(await screen.findByText('no problem')).toBeInTheDocument();
    expect(screen.queryByText(/not certain to be among/)).toBeNull();
  });

  it('does not forget the columns that a search hides', async () => {
    const many: Models.Column[] = Array.from({ length: 20 }, (_, i) => ({
      fieldId: i,
      name: `column_${i}`,
      type: 'string',
      lfTags: [],
    }));
    let held: Models.AskedTerms = {
      tables: [{ table: PATIENTS, columns: [] }],
    };
    function Form() {
      const [value, setValue] = useState(held);
      held = value;
      return <TermsEditor value={value} onChange={setValue} tables={[]} />;
    }
    renderAsking(<Form />, {
      ...answersFor([CARE_TEAM]),
      getTable: async () => ({ ...patients, columns: many }),
    });
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /^column_3 / }),
    );
    await userEvent.type(
      screen.getByRole('searchbox', { name: /^Find in Columns/ }),
      'COLUMN_12',
    );
    expect(screen.getAllByRole('checkbox', { name: /^column/ })).toHaveLength(
      1,
    );
    await userEvent.click(screen.getByRole('checkbox', { name: /^column_12/ }));
    expect(held.tables[0].columns).toEqual(['column_3', 'column_12']);
  });
});
