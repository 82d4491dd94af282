import {
  GetResourceShareInvitationsCommand,
  RejectResourceShareInvitationCommand,
} from '@aws-sdk/client-ram';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { LfPermission, PermissionResource } from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import { CONSUMER, makeOrders, PRODUCER } from './__testUtils__/dataLake';
import { acceptedShare } from './acceptedShare';
import { lakeFormationPermission } from './lakeFormationPermission';
import { ResourceContext } from './ResourceContext';

const WANTED = { senderAccountId: PRODUCER };
const DATABASE: PermissionResource = {
  kind: 'database',
  catalogId: PRODUCER,
  databaseName: 'sales',
};
const TABLE: PermissionResource = {
  kind: 'table',
  catalogId: PRODUCER,
  databaseName: 'sales',
  tableName: 'orders',
};

describe('acceptedShare', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let producer: ResourceContext;
  let consumer: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    producer = await aws.contextOf();
    consumer = await aws.contextOf({ name: 'consumer', accountId: CONSUMER });
    await makeOrders(producer);
  });

  const share = (resource: PermissionResource, permission: LfPermission) =>
    lakeFormationPermission.create(
      {
        principal: CONSUMER,
        resource,
        permissions: [permission],
        grantable: [permission],
      },
      producer,
    );

  it('lives', async () => {
    await share(DATABASE, 'DESCRIBE');
    await share(TABLE, 'SELECT');
    const taken = await checkLifeCycle({
      type: acceptedShare,
      aws,
      context: consumer,
      wanted: WANTED,
    });
    expect(taken).toEqual(actionsOf(acceptedShare));
  });

  it('accepts what is shared later', async () => {
    await share(DATABASE, 'DESCRIBE');
    await acceptedShare.create(WANTED, consumer);
    await share(TABLE, 'SELECT');
    expect(await acceptedShare.read(WANTED, consumer)).toBeUndefined();
    await acceptedShare.create(WANTED, consumer);
    expect(await acceptedShare.read(WANTED, consumer)).toEqual(WANTED);
  });

  it('waits until the other account shares something', async () => {
    const waits: string[] = [];
    const { waitFor } = consumer;
    const accepting = acceptedShare.create(WANTED, {
      ...consumer,
      waitFor: (what, isSo) => {
        waits.push(what);
        return waitFor(what, isSo);
      },
    });
    await share(TABLE, 'SELECT');
    await accepting;
    expect(await acceptedShare.read(WANTED, consumer)).toEqual(WANTED);
    expect(waits[0]).toBe(`Account ${PRODUCER} to share something`);
  });

  it('may be done twice at once', async () => {
    await share(TABLE, 'SELECT');
    await Promise.all([
      acceptedShare.create(WANTED, consumer),
      acceptedShare.create(WANTED, consumer),
    ]);
    expect(await acceptedShare.read(WANTED, consumer)).toEqual(WANTED);
  });

  it('leaves what other accounts share to who wants it', async () => {
    await share(TABLE, 'SELECT');
    const other = { senderAccountId: '777788889999' };
    const accepting = acceptedShare.create(other, {
      ...consumer,
      waitFor: async (what, isSo) => {
        if (!(await isSo())) throw new Error(`Waited in vain for ${what}`);
      },
    });
    await expect(accepting).rejects.toThrow('to share something');
    expect(await acceptedShare.read(WANTED, consumer)).toBeUndefined();

    await acceptedShare.create(WANTED, consumer);
    expect(await acceptedShare.read(other, consumer)).toBeUndefined();
  });

  it('is absent when the invitation was rejected', async () => {
    await share(TABLE, 'SELECT');
    const { ram } = consumer.clients;
    const { resourceShareInvitations } = await ram.send(
      new GetResourceShareInvitationsCommand({}),
    );
    const { resourceShareInvitationArn } = resourceShareInvitations![0];
    await ram.send(
      new RejectResourceShareInvitationCommand({ resourceShareInvitationArn }),
    );
    expect(await acceptedShare.read(WANTED, consumer)).toBeUndefined();
  });
});
