import {
  CreateResourceShareCommand,
  GetResourceShareInvitationsCommand,
  RAMClient,
} from '@aws-sdk/client-ram';
import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { startEmptyEstate } from '../__testUtils__/emptyEstate';
import { startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const PRODUCER = '111122223333';
const CONSUMER = '444455556666';
const TASK = 'sluice-observe-healthcare-consumer';

/** An account with an invitation, whose observation runs when it is asked for first. */
async function setup() {
  const { connection, configurationOf } = await startEmptyEstate(directory);
  await new RAMClient(configurationOf(PRODUCER)).send(
    new CreateResourceShareCommand({ name: 'data', principals: [CONSUMER] }),
  );
  const receiver = new RAMClient(configurationOf(CONSUMER));
  const invitation = async () => {
    const { resourceShareInvitations } = await receiver.send(
      new GetResourceShareInvitationsCommand({}),
    );
    return resourceShareInvitations![0];
  };

  let observe = (_taskId: string) => {};
  const observedAgain = new Promise<string>(resolve => {
    observe = resolve;
  });
  const scheduler = mockServices.scheduler.mock();
  scheduler.triggerTask
    .mockRejectedValueOnce(new ConflictError(`Task ${TASK} is running`))
    .mockImplementation(async taskId => observe(taskId));
  const { post } = await startSluice({
    knex: await databases.init('SQLITE_3'),
    connection,
    scheduler: scheduler.factory,
  });
  const { resourceShareInvitationArn: invitationArn } = await invitation();
  return {
    invitation,
    observedAgain,
    answer: (answer: 'accept' | 'reject') =>
      post('platform', '/accounts/healthcare-consumer/invitations', {
        invitationArn,
        answer,
      }),
  };
}

describe('POST /accounts/:accountName/invitations', () => {
  it.each([
    ['accept', 'ACCEPTED'],
    ['reject', 'REJECTED'],
  ] as const)(
    'can %s while the account is observed, which is done once more',
    async (how, status) => {
      const { answer, invitation, observedAgain } = await setup();
      const { body, status: code } = await answer(how);
      expect({ code, error: body.error }).toEqual({ code: 200 });
      expect(body).toMatchObject({ senderAccountId: PRODUCER, status });
      expect(await invitation()).toMatchObject({ status });
      await expect(observedAgain).resolves.toBe(TASK);
    },
  );

  it.each([
    ['accept', 'accept', /already accepted/],
    ['accept', 'reject', /already accepted/],
    ['reject', 'accept', /already rejected/],
  ] as const)(
    'says of one to %s, then to %s, that it was answered',
    async (first, second, message) => {
      const { answer } = await setup();
      expect((await answer(first)).status).toBe(200);
      const { body, status } = await answer(second);
      expect(status).toBe(409);
      expect(body.error).toMatchObject({ name: 'ConflictError' });
      expect(body.error.message).toMatch(message);
    },
  );
});
