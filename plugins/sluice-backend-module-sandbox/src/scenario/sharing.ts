import {
  AcceptResourceShareInvitationCommand,
  paginateGetResourceShareInvitations,
  paginateGetResourceShares,
} from '@aws-sdk/client-ram';
import { CreateTableCommand } from '@aws-sdk/client-glue';
import type { AccountClients } from './clients';
import { PRODUCER } from './names';
import { until } from './until';

/**
 * Accepts what the producer shares, without which the consumer sees none of it
 * (seed reference 1.6), and waits until the shares are active.
 */
export async function acceptInvitations({
  ram,
}: AccountClients): Promise<void> {
  for await (const page of paginateGetResourceShareInvitations(
    { client: ram },
    {},
  )) {
    for (const invitation of page.resourceShareInvitations ?? []) {
      const { resourceShareInvitationArn, senderAccountId, status } =
        invitation;
      if (status !== 'PENDING' || senderAccountId !== PRODUCER) continue;
      await ram.send(
        new AcceptResourceShareInvitationCommand({
          resourceShareInvitationArn,
        }),
      );
    }
  }
  await until('the shares of the producer to become active', async () => {
    for await (const page of paginateGetResourceShares(
      { client: ram },
      { resourceOwner: 'OTHER-ACCOUNTS' },
    )) {
      const shares = page.resourceShares ?? [];
      if (shares.some(({ status }) => status !== 'ACTIVE')) return false;
    }
    return true;
  });
}

/** Gives a table of the producer a name in a database of the consumer. */
export async function createResourceLink(
  { glue }: AccountClients,
  link: { database: string; name: string },
  target: { database: string; name: string },
): Promise<void> {
  await glue.send(
    new CreateTableCommand({
      DatabaseName: link.database,
      TableInput: {
        Name: link.name,
        TargetTable: {
          CatalogId: PRODUCER,
          DatabaseName: target.database,
          Name: target.name,
        },
      },
    }),
  );
}
