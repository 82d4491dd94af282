import { DeleteDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AccessRequest } from '@sluice/plugin-sluice-common';
import { isWrite } from '../__testUtils__/emptyEstate';
import { grantFilterName } from './grantDeclaration';
import { APPROVER } from './__testUtils__/agreements';
import { startFulfilment } from './__testUtils__/startFulfilment';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

const TEAM2 = 'emr_on_eks_fgac_job_team2_execution_role';
const TEXAS = {
  columns: ['patient_id', 'city', 'state'],
  rowFilter: "state = 'Texas'",
};
const AUSTIN = {
  columns: ['patient_id', 'city'],
  rowFilter: "state = 'Texas' and city = 'Austin'",
};
const WIDER = {
  columns: ['patient_id', 'gender', 'city', 'state'],
  rowFilter: "state in ('Texas', 'New York')",
};
const CLAIMS = { table: 'claims', columns: ['claim_id'] };

const filterOf = ({ grantId }: AccessRequest, table = 'patients') =>
  grantFilterName(grantId, table);
const heldAs = ({ columns, rowFilter }: typeof TEXAS) => ({
  columns,
  rows: rowFilter,
  roles: [TEAM2],
});

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  let house: Awaited<ReturnType<typeof startFulfilment>>;
  beforeEach(async () => {
    house = await startFulfilment({
      directory,
      knex: await databases.init(databaseId),
    });
  });
  afterEach(() => house.sandbox.close());

  const writes = () =>
    house.exchanges.filter(isWrite).map(({ operation }) => operation);
  const events = async ({ id }: AccessRequest) =>
    (
      await house
        .knex('access_request_events')
        .where({ request_id: id })
        .orderBy('revision')
    ).map(({ type }: any) => type);
  const errorOf = async ({ id }: AccessRequest) =>
    (await house.store.get(id)).fulfilment.error;

  it('gives exactly what was agreed on, and takes it back at its end (3.8.1, 3.8.2, 3.8.6)', async () => {
    const request = await house.agreed([TEXAS]);
    expect(await house.phase(request)).toBe('approved');
    await house.worker.tick();
    expect(await house.phase(request)).toBe('applying');
    await house.settle();
    expect(await house.phase(request)).toBe('active');
    expect(await house.held()).toEqual({ [filterOf(request)]: heldAs(TEXAS) });
    const { fulfilment } = await house.store.get(request.id);
    const { summary } = await house.reconciler.changes.get(
      fulfilment.changeId!,
    );
    expect(summary).toMatchObject({
      createdBy: APPROVER,
      reason: `Request ${request.id}: To look for outliers`,
      subject: `grant:${request.id}`,
    });

    house.clock.advance(59);
    await house.settle();
    expect(await house.phase(request)).toBe('active');
    house.clock.advance(1);
    await house.settle();
    expect(await house.phase(request)).toBe('expired');
    expect(await house.held()).toEqual({});
    expect((await house.store.get(request.id)).fulfilment).toMatchObject({
      status: 'removed',
      lastPossibleRead: '2026-03-01T10:00:00.000Z',
    });
    expect(await events(request)).toEqual([
      'created',
      'submitted',
      'stepApproved',
      'approved',
      'applyStarted',
      'applied',
      'expired',
      'removalStarted',
      'removed',
    ]);
  });

  it('does nothing the second time (3.8.9)', async () => {
    const request = await house.agreed([TEXAS]);
    await house.settle();
    house.exchanges.length = 0;
    await house.settle();
    expect(house.exchanges).toEqual([]);
    await house.revoked(request);
    await house.settle();
    house.exchanges.length = 0;
    await house.settle();
    expect(house.exchanges).toEqual([]);
  });

  it('begins at the start that was agreed on, not before', async () => {
    const request = await house.agreed([TEXAS], { startsInMinutes: 30 });
    house.clock.advance(29);
    await house.settle();
    expect(await house.phase(request)).toBe('approved');
    expect(await house.held()).toEqual({});
    house.clock.advance(1);
    await house.settle();
    expect(await house.phase(request)).toBe('active');
  });

  it('never gives what ended before it could begin', async () => {
    const request = await house.agreed([TEXAS]);
    house.clock.advance(61);
    house.exchanges.length = 0;
    await house.settle();
    expect(await house.phase(request)).toBe('expired');
    expect((await house.store.get(request.id)).fulfilment.status).toBe('none');
    expect(house.exchanges).toEqual([]);
  });

  it('narrows in place, and nothing else (3.8.4)', async () => {
    const request = await house.agreed([TEXAS]);
    await house.settle();
    house.exchanges.length = 0;
    await house.reduced(request, [AUSTIN]);
    expect(await house.phase(request)).toBe('applying');
    await house.settle();
    expect(await house.phase(request)).toBe('active');
    expect(await house.held()).toEqual({ [filterOf(request)]: heldAs(AUSTIN) });
    expect(writes()).toEqual(['UpdateDataCellsFilter']);
  });

  describe('a request that takes the place of another', () => {
    it.each([
      ['extends it without a write', TEXAS, []],
      ['widens it by one', WIDER, ['UpdateDataCellsFilter']],
    ])('%s', async (_, terms, written) => {
      const first = await house.agreed([TEXAS]);
      await house.settle();
      house.exchanges.length = 0;
      house.clock.advance(30);
      const second = await house.agreed([terms], { supersedes: first });
      await house.settle();
      expect(await house.phase(first)).toBe('superseded');
      expect(await house.phase(second)).toBe('active');
      expect(writes()).toEqual(written);
      expect(await house.held()).toEqual({ [filterOf(first)]: heldAs(terms) });

      house.clock.advance(45);
      await house.settle();
      expect(await house.phase(second)).toBe('active');
      house.clock.advance(15);
      await house.settle();
      expect(await house.phase(second)).toBe('expired');
      expect(await house.held()).toEqual({});
    });

    it('waits until what ended before it is gone, then begins by itself', async () => {
      const first = await house.agreed([TEXAS]);
      await house.settle();
      house.sandbox.faults.setRules([
        {
          operation: 'LakeFormation.RevokePermissions',
          error: { code: 'AccessDeniedException' },
        },
      ]);
      await house.revoked(first);
      const second = await house.agreed([WIDER], { supersedes: first });
      await house.settle();
      expect(await house.phase(first)).toBe('failed');
      expect(await house.phase(second)).toBe('approved');
      expect(await house.held()).toEqual({ [filterOf(first)]: heldAs(TEXAS) });

      house.sandbox.faults.setRules([]);
      house.elapsed.ms += 60_000;
      await house.settle();
      expect(await house.phase(first)).toBe('revoked');
      expect(await house.phase(second)).toBe('active');
      expect(await house.held()).toEqual({ [filterOf(first)]: heldAs(WIDER) });
    });

    it('has the filters from its beginning, also while the other is applied', async () => {
      const first = await house.agreed([TEXAS]);
      await house.worker.tick();
      const second = await house.agreed([AUSTIN], { supersedes: first });
      await house.settle();
      expect(await house.phase(first)).toBe('superseded');
      expect(await house.phase(second)).toBe('active');
      expect(await house.held()).toEqual({ [filterOf(first)]: heldAs(AUSTIN) });
    });
  });

  it('leaves what another agreement of the team needs (3.8.5)', async () => {
    const one = await house.agreed([TEXAS]);
    const two = await house.agreed([AUSTIN, CLAIMS]);
    await house.settle();
    expect(Object.keys(await house.held()).sort()).toEqual(
      [filterOf(one), filterOf(two), filterOf(two, 'claims')].sort(),
    );
    const links = async () =>
      (await house.permissions('444455556666')).filter(line =>
        line.startsWith(`${TEAM2} DESCRIBE on`),
      );
    const both = await links();
    await house.revoked(two);
    await house.settle();
    expect(await house.held()).toEqual({ [filterOf(one)]: heldAs(TEXAS) });
    expect(await links()).toEqual(both);
    await house.revoked(one);
    await house.settle();
    expect(await house.held()).toEqual({});
    expect(await links()).toHaveLength(both.length - 1);
  });

  it('names what else the team reads by, once a grant is gone (3.8.2)', async () => {
    const request = await house.agreed([TEXAS, CLAIMS]);
    await house.settle();
    await house.observe();
    await house.revoked(request);
    await house.settle();
    const [{ document }] = await house
      .knex('access_request_events')
      .where({ request_id: request.id, type: 'removed' });
    const { remaining } = JSON.parse(document);
    expect(remaining).toEqual([expect.stringMatching(/claims/)]);
  });

  describe('when something goes wrong', () => {
    const fail = (operation: string, code = 'AccessDeniedException') =>
      house.sandbox.faults.setRules([
        { operation, error: { code, message: 'not allowed' } },
      ]);
    const recover = () => house.sandbox.faults.setRules([]);

    it('never shows as active what was applied by half, and goes on when told to', async () => {
      const request = await house.agreed([TEXAS]);
      fail('LakeFormation.GrantPermissions');
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(
        /SELECT on filter sluice_.*AccessDeniedException: not allowed Give the role/,
      );
      expect((await house.held())[filterOf(request)].roles).toEqual([]);
      expect(await events(request)).not.toContain('applied');

      recover();
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      await house.worker.resume(request.id, { actor: APPROVER });
      await house.settle();
      expect(await house.phase(request)).toBe('active');
      expect(await errorOf(request)).toBeUndefined();
      await expect(house.worker.resume(request.id)).rejects.toThrow(
        /is active; only what failed can be resumed/,
      );
    });

    it('takes away what was applied by half when the agreement ends', async () => {
      const request = await house.agreed([TEXAS]);
      fail('LakeFormation.GrantPermissions');
      await house.settle();
      recover();
      house.clock.advance(60);
      await house.settle();
      expect(await house.phase(request)).toBe('expired');
      expect(await house.held()).toEqual({});
    });

    it('keeps trying to take away, with growing pauses, and shows why', async () => {
      const request = await house.agreed([TEXAS]);
      await house.settle();
      fail('LakeFormation.RevokePermissions');
      house.clock.advance(60);
      await house.settle();
      const attempts = async () =>
        (await events(request)).filter(type => type === 'removalStarted')
          .length;
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(/AccessDeniedException/);
      expect(await attempts()).toBe(1);
      for (const [pauseMs, count] of [
        [4_999, 1],
        [1, 2],
        [9_999, 2],
        [1, 3],
      ]) {
        house.elapsed.ms += pauseMs;
        await house.settle();
        expect(await attempts()).toBe(count);
      }
      recover();
      await house.worker.resume(request.id);
      await house.settle();
      expect(await house.phase(request)).toBe('expired');
      expect(await house.held()).toEqual({});
    });

    it('names what is not as agreed when it is read back', async () => {
      const request = await house.agreed([TEXAS]);
      await house.worker.tick();
      const { changeId } = (await house.store.get(request.id)).fulfilment;
      await house.reconciler.settled(changeId!);
      await house.lakeFormation('111122223333').send(
        new DeleteDataCellsFilterCommand({
          TableCatalogId: '111122223333',
          DatabaseName: 'healthcare_db',
          TableName: 'patients',
          Name: filterOf(request),
        }),
      );
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(
        /not as agreed: Data cells filter sluice_/,
      );
    });

    it('is tried again while AWS does not answer, and fails in the end', async () => {
      const request = await house.agreed([TEXAS]);
      fail('LakeFormation.ListPermissions', 'ThrottlingException');
      for (let attempt = 1; attempt < 5; attempt++) {
        await house.settle();
        expect(await house.phase(request)).toBe('applying');
        house.elapsed.ms += 600_000;
      }
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(/could not be read/);
    });

    it('fails at once when what was agreed on is not there', async () => {
      const request = await house.agreed([TEXAS]);
      await house.dropTable('patients');
      await house.observe();
      house.exchanges.length = 0;
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(/patients was not found/);
      expect(writes()).toEqual([]);
    });
  });

  describe('an end comes while it is applied', () => {
    it.each<[string, (request: AccessRequest) => Promise<unknown>, string]>([
      ['by time', async () => house.clock.advance(60), 'expired'],
      ['by somebody', request => house.revoked(request), 'revoked'],
    ])('%s', async (_, end, phase) => {
      const request = await house.agreed([TEXAS]);
      await house.worker.tick();
      const { changeId } = (await house.store.get(request.id)).fulfilment;
      house.sandbox.faults.setRules([{ operation: '*', latencyMs: 5 }]);
      await house.reconciler.runner.poll();
      await end(request);
      await house.worker.tick();
      expect(['cancelling', 'cancelled']).toContain(
        (await house.reconciler.changes.get(changeId!)).summary.status,
      );
      await house.settle();
      expect(await house.phase(request)).toBe(phase);
      expect(await house.held()).toEqual({});
      expect(await events(request)).not.toContain('applied');
    });
  });

  describe('what it was granted on goes before it ends', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['the table', () => house.dropTable('patients')],
      ['the role', () => house.deleteRole(TEAM2)],
    ])('%s', async (_, lose) => {
      const request = await house.agreed([TEXAS]);
      await house.settle();
      await lose();
      await house.observe();
      await house.revoked(request);
      await house.settle();
      expect({
        phase: await house.phase(request),
        error: await errorOf(request),
        held: await house.held(),
      }).toEqual({ phase: 'revoked', error: undefined, held: {} });
    });

    it('the account is not connected: it says so, and goes on when it is again', async () => {
      const request = await house.agreed([TEXAS]);
      await house.settle();
      const accounts = house.connection.listAccounts();
      const listAccounts = jest
        .spyOn(house.connection, 'listAccounts')
        .mockReturnValue(
          accounts.filter(({ name }) => name !== 'healthcare-producer'),
        );
      // Contexts are kept; a backend that is configured anew starts anew.
      await house.reconciler.contexts.destroy();
      await house.revoked(request);
      await house.settle();
      expect(await house.phase(request)).toBe('failed');
      expect(await errorOf(request)).toMatch(
        /'healthcare-producer'.*add it to sluice.accounts/,
      );
      listAccounts.mockReturnValue(accounts);
      house.elapsed.ms += 600_000;
      await house.settle();
      expect(await house.phase(request)).toBe('revoked');
      expect(await house.held()).toEqual({});
    });
  });

  it('does not keep one request waiting for another that fails', async () => {
    const lost = await house.agreed([CLAIMS]);
    const fine = await house.agreed([TEXAS]);
    await house.dropTable('claims');
    await house.observe();
    await house.settle();
    expect(await house.phase(lost)).toBe('failed');
    expect(await house.phase(fine)).toBe('active');
  });
});
