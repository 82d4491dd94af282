import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  type SluiceApi as Models,
  sluiceInvitationAnswerPermission,
} from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CARE, fakeSluiceApi } from '../../__testUtils__/fakeSluiceApi';
import { allowOnly } from '../../__testUtils__/permissions';
import { sluiceApiRef, type SluiceApi } from '../../api';
import { accountsRouteRef } from '../../routes';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { AccountsRoutes } from './AccountsRoutes';

jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));

const invitation: Models.ShareInvitation = {
  arn: 'arn:aws:ram:us-west-2:111111111111:resource-share-invitation/1',
  shareArn: 'arn:aws:ram:us-west-2:111111111111:resource-share/1',
  senderAccountId: '111111111111',
  status: 'PENDING',
};

const account: Models.AccountDetails = {
  name: 'healthcare-consumer',
  accountId: '222222222222',
  region: 'us-west-2',
  eksClusters: ['spark'],
  observedAt: '2026-01-01T00:00:00Z',
  settings: {
    admins: ['arn:aws:iam::222222222222:role/admin'],
    readOnlyAdmins: [],
    allowExternalDataFiltering: true,
    externalDataFilteringAllowList: ['333333333333'],
    authorizedSessionTagValues: ['EMR on EKS Engine'],
    allowFullTableExternalDataAccess: false,
    crossAccountVersion: '4',
    defaultsToIamAllowedPrincipals: true,
  },
  shares: [
    {
      arn: 'arn:aws:ram:us-west-2:111111111111:resource-share/0',
      name: 'LakeFormation-V4-0',
      ownerAccountId: '111111111111',
      status: 'ACTIVE',
      direction: 'received',
    },
  ],
  invitations: [
    invitation,
    {
      ...invitation,
      arn: 'arn:2',
      senderAccountId: '444444444444',
      status: 'ACCEPTED',
    },
  ],
  declarations: [
    {
      kind: 'consumerTeam',
      team: CARE,
      account: 'healthcare-consumer',
      jobExecutionRole: 'care',
    },
  ],
};

const bare: Models.AccountDetails = {
  ...account,
  observedAt: undefined,
  settings: undefined,
  shares: [],
  invitations: [],
  declarations: [],
};

function renderAccount(
  getAccount: SluiceApi['getAccount'],
  answers: Partial<SluiceApi> = {},
) {
  return renderInTestApp(
    <QueryProvider>
      <AccountsRoutes />
    </QueryProvider>,
    {
      apis: [[sluiceApiRef, fakeSluiceApi({ getAccount, ...answers })]],
      mountPath: '/sluice/accounts',
      mountedRoutes: { '/sluice/accounts': accountsRouteRef },
      initialRouteEntries: ['/sluice/accounts/healthcare-consumer'],
    },
  );
}

const answerButton = (answer: string) =>
  screen.findByRole('button', {
    name: `${answer} the invitation of 111111111111`,
  });

const confirm = async (answer: string) =>
  userEvent.dblClick(
    within(await screen.findByRole('dialog')).getByRole('button', {
      name: answer,
    }),
  );

/** What a term of a definition list is said to be. */
const factOf = (term: string) => screen.getByText(term).nextElementSibling;

describe('AccountPage', () => {
  beforeEach(() => allowOnly(sluiceInvitationAnswerPermission));
  afterEach(clearQueries);

  it('shows the settings, shares and declarations of the account', async () => {
    const getAccount = jest.fn(async () => account);
    renderAccount(getAccount);

    expect(
      await screen.findByRole('heading', { name: 'healthcare-consumer' }),
    ).toBeInTheDocument();
    expect(getAccount).toHaveBeenCalledWith('healthcare-consumer');
    expect(factOf('Data lake administrators')).toHaveTextContent(
      'arn:aws:iam::222222222222:role/admin',
    );
    expect(factOf('Read-only administrators')).toHaveTextContent('None');
    expect(
      factOf('New databases and tables are open to IAM_ALLOWED_PRINCIPALS'),
    ).toHaveTextContent(/^Yes/);
    expect(factOf('External engines may filter data')).toHaveTextContent('Yes');
    expect(factOf('Accounts whose engines may')).toHaveTextContent(
      '333333333333',
    );
    expect(factOf('Authorized session tag values')).toHaveTextContent(
      'EMR on EKS Engine',
    );
    expect(
      factOf('External engines may read whole tables without a session tag'),
    ).toHaveTextContent('No');
    expect(
      screen.getByRole('row', {
        name: 'LakeFormation-V4-0 Shared with this account 111111111111 ACTIVE',
      }),
    ).toBeInTheDocument();
  });

  it('shows a declaration on demand', async () => {
    renderAccount(async () => account);

    await userEvent.click(
      await screen.findByRole('button', { name: /Consumer team/ }),
    );

    expect(screen.getByText(/"jobExecutionRole": "care"/)).toBeVisible();
  });

  it('tells what is empty from what was not read', async () => {
    renderAccount(async () => bare);

    expect(
      await screen.findByText(
        'The settings of Lake Formation were not read yet',
      ),
    ).toBeInTheDocument();
    for (const name of ['No invitations', 'No shares', 'Nothing is declared']) {
      expect(screen.getByRole('heading', { name })).toBeInTheDocument();
    }
  });

  it.each([
    ['Accept', 'accept', 'ACCEPTED'],
    ['Reject', 'reject', 'REJECTED'],
  ] as const)(
    'asks before it %ss an invitation, then does so once',
    async (title, answer, status) => {
      const answerInvitation = jest.fn(async () => ({
        ...invitation,
        status,
      }));
      renderAccount(async () => account, { answerInvitation });

      await userEvent.click(await answerButton(title));
      expect(answerInvitation).not.toHaveBeenCalled();
      await confirm(title);

      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
      expect(answerInvitation).toHaveBeenCalledTimes(1);
      expect(answerInvitation).toHaveBeenCalledWith('healthcare-consumer', {
        invitationArn: invitation.arn,
        answer,
      });
      expect(
        screen.getByRole('row', {
          name: new RegExp(`^111111111111.*${status}`),
        }),
      ).toBeInTheDocument();
      expect(
        screen.queryByRole('button', { name: /the invitation of/ }),
      ).not.toBeInTheDocument();
    },
  );

  it('does nothing when the person thinks better of it', async () => {
    renderAccount(async () => account);

    await userEvent.click(await answerButton('Reject'));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Cancel',
      }),
    );

    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(await answerButton('Reject')).toBeInTheDocument();
  });

  it('says in the dialog why it could not be answered', async () => {
    renderAccount(async () => account, {
      answerInvitation: async () => {
        throw new Error('The invitation has expired');
      },
    });

    await userEvent.click(await answerButton('Accept'));
    await confirm('Accept');

    expect(
      await screen.findByText('The invitation has expired'),
    ).toBeInTheDocument();
  });

  it('does not offer an answer to those who may not give one', async () => {
    allowOnly();
    renderAccount(async () => account);

    expect(await screen.findByText('PENDING')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /the invitation of/ }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('columnheader', { name: 'Answer' }),
    ).not.toBeInTheDocument();
  });

  it('tries again after a failure', async () => {
    renderAccount(
      jest
        .fn()
        .mockRejectedValueOnce(new Error('The database is away'))
        .mockResolvedValue(account),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );

    expect(
      await screen.findByRole('heading', { name: 'healthcare-consumer' }),
    ).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderAccount(async () => {
      throw new NotAllowedError('Platform engineering only');
    });

    expect(
      await screen.findByText(
        'You may not see the account healthcare-consumer',
      ),
    ).toBeInTheDocument();
  });
});
