import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { patientsOfCare } from '../../__testUtils__/fakeSluiceApi';
import { AccessDetails } from './AccessDetails';

const ROLE = 'arn:aws:iam::222222222222:role/patients-care';

const row: Models.LfPermissionRow = {
  principal: ROLE,
  resource: JSON.stringify({
    DataCellsFilter: { TableName: 'patients', Name: 'texas_only' },
  }),
  permissions: ['SELECT'],
  permissionsWithGrantOption: [],
  resourceShareArns: [],
};

const reasons: Models.Reason[] = [
  {
    kind: 'share',
    text: 'The producer shares patients with the consumer account.',
    effect: 'supports',
    rows: [row, { ...row, principal: '222222222222' }],
  },
  {
    kind: 'dataCellsFilter',
    text: 'The filter texas_only leaves out ssn.',
    effect: 'limits',
    rows: [{ ...row, condition: 'context.purpose == "care"' }],
  },
  {
    kind: 'note',
    text: 'A resource link of the same name exists.',
    effect: 'informs',
    rows: [],
  },
];

function renderDetails(change: Partial<Models.EffectiveAccess>) {
  return renderInTestApp(
    <AccessDetails access={{ ...patientsOfCare, ...change }} />,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

describe('AccessDetails', () => {
  it('gives the reasons in order, and what each does', async () => {
    renderDetails({ reasons });

    const why = within(await screen.findByRole('region', { name: 'Why' }));
    const steps = why.getAllByRole('listitem');
    expect(
      steps.map(
        step =>
          reasons.find(({ text }) => within(step).queryByText(text))?.kind,
      ),
    ).toEqual(['share', 'dataCellsFilter', 'note']);
    ['Gives access', 'Narrows it', 'For information'].forEach((effect, i) =>
      expect(within(steps[i]).getByLabelText(effect)).toBeInTheDocument(),
    );
  });

  it('shows the rows behind a reason as Lake Formation lists them', async () => {
    renderDetails({ reasons: [reasons[1]] });

    const trigger = await screen.findByRole('button', {
      name: 'The Lake Formation row behind it',
    });
    expect(trigger).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(trigger);

    expect(trigger).toHaveAttribute('aria-expanded', 'true');
    expect(JSON.parse(screen.getByText(/DataCellsFilter/).innerHTML)).toEqual({
      Principal: { DataLakePrincipalIdentifier: ROLE },
      Resource: {
        DataCellsFilter: { TableName: 'patients', Name: 'texas_only' },
      },
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: [],
      Condition: { Expression: 'context.purpose == "care"' },
    });
  });

  it('counts the rows when there are several', async () => {
    renderDetails({ reasons: [reasons[0]] });

    expect(
      await screen.findByRole('button', {
        name: 'The 2 Lake Formation rows behind it',
      }),
    ).toBeInTheDocument();
  });

  it('tells hidden columns from readable ones', async () => {
    renderDetails({
      columns: [
        { name: 'claim_id', type: 'bigint', rows: { kind: 'all' } },
        ...patientsOfCare.columns!,
      ],
    });

    const columns = within(
      await screen.findByRole('table', { name: 'Columns' }),
    );
    expect(columns.getByRole('row', { name: /ssn/ })).toHaveAccessibleName(
      /^hidden ?ssn string hidden$/,
    );
    expect(
      columns.getByRole('row', { name: /patient_id/ }),
    ).toHaveAccessibleName(/^visible ?patient_id bigint state = 'Texas'$/);
    expect(columns.getByRole('row', { name: /claim_id/ })).toHaveTextContent(
      'every row',
    );
    expect(
      screen.getByText("2 of 3 columns, rows where state = 'Texas'."),
    ).toBeInTheDocument();
  });

  it.each([
    ['full', 'Full: every column, every row.'],
    ['none', 'None: nothing.'],
    ['unknown', 'Unknown: it could not be worked out.'],
  ] as const)('sums up the level %s', async (level, text) => {
    renderDetails({ level, columns: undefined, rows: undefined, reasons: [] });

    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Why' }),
    ).not.toBeInTheDocument();
  });

  it('says why access is unknown and what is surprising about it', async () => {
    renderDetails({
      level: 'unknown',
      problems: ['The account producer was not read for 2 hours.'],
      warnings: ['The role may also drop the table.'],
    });

    expect(
      await screen.findByText('The account producer was not read for 2 hours.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The role may also drop the table.'),
    ).toBeInTheDocument();
  });

  it('names the role, the link, the grant and further permissions', async () => {
    renderDetails({
      team: { ...patientsOfCare.team, principal: ROLE },
      links: [{ ...patientsOfCare.table, databaseName: 'healthcare_links' }],
      otherPermissions: ['DESCRIBE', 'INSERT'],
      grant: 'accessgrant:producer/care.patients',
    });

    expect(await screen.findByText(ROLE)).toBeInTheDocument();
    expect(screen.getByText('healthcare_links.patients')).toBeInTheDocument();
    expect(screen.getByText('DESCRIBE, INSERT')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /care\.patients/ }),
    ).toHaveAttribute('href', '/catalog/producer/accessgrant/care.patients');
  });
});
