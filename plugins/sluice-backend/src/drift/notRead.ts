import { Drift } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { UnknownSubject } from './DeclaredSubjects';
import { NotRead } from './DriftStore';

/** What one check could not compare: parts of accounts, and what declarations want. */
export function notReadOf(
  found: Drift[],
  unknown: UnknownSubject[],
  { accounts }: AccessSnapshot,
): NotRead[] {
  const nameOf = (accountId: string) =>
    accounts.find(({ account }) => account.accountId === accountId)?.account
      .name;
  return [
    ...found
      .filter(({ cause }) => cause === 'notRead')
      .map(({ accountId, text }) => {
        const accountName = nameOf(accountId);
        return { accountId, ...(accountName && { accountName }), text };
      }),
    ...unknown.map(({ subject, declaration, problem }) => {
      const accountName =
        'account' in declaration
          ? declaration.account
          : producerOf(declaration);
      const state = accounts.find(
        ({ account }) => account.name === accountName,
      );
      return {
        accountId: state?.account.accountId ?? accountName,
        accountName,
        text: `What is declared of ${subject} could not be compared: ${problem}`,
      };
    }),
  ];
}

function producerOf(
  declaration: Exclude<UnknownSubject['declaration'], { account: string }>,
): string {
  return declaration.kind === 'share'
    ? declaration.producerAccount
    : declaration.tables[0].producerAccount;
}
