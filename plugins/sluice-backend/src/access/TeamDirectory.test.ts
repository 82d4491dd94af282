import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { catalogEntities } from '../__testUtils__/catalog';
import { PATIENTS, TEAM1_ROLE } from '../__testUtils__/healthcare';
import { TeamDirectory } from './TeamDirectory';

function setup() {
  const clock = { now: 0 };
  const catalog = catalogServiceMock({ entities: catalogEntities });
  const streamEntities = jest.spyOn(catalog, 'streamEntities');
  const directory = new TeamDirectory({
    catalog,
    auth: mockServices.auth(),
    now: () => clock.now,
  });
  return { clock, directory, streamEntities };
}

describe('TeamDirectory', () => {
  it('knows teams with a role and teams that are to get one, not every group', async () => {
    const { teams } = await setup().directory.read();
    expect(teams).toEqual([
      expect.objectContaining({ entityRef: 'group:default/claims-care' }),
      {
        entityRef: 'group:default/patients-care',
        title: 'Patients Care Team',
        roleArn: TEAM1_ROLE,
      },
      {
        entityRef: 'group:default/population-research',
        title: 'Population Research',
      },
    ]);
  });

  it('knows the role that a team was declared to have', async () => {
    const directory = new TeamDirectory({
      catalog: catalogServiceMock({ entities: catalogEntities }),
      auth: mockServices.auth(),
      declaredRoles: async () =>
        new Map([['group:default/population-research', 'arn:declared']]),
    });
    expect((await directory.read()).teams).toContainEqual({
      entityRef: 'group:default/population-research',
      title: 'Population Research',
      roleArn: 'arn:declared',
    });
  });

  it('knows products with their owners and tables', async () => {
    const { products } = await setup().directory.read();
    expect(products[1]).toEqual({
      entityRef: 'dataproduct:default/patients',
      title: 'Patients',
      ownerRefs: ['group:default/patient-records'],
      tableRefs: [PATIENTS],
    });
  });

  it('asks the catalog again after ten seconds, and says so only of changes', async () => {
    const { clock, directory, streamEntities } = setup();
    const first = await directory.read();
    await directory.read();
    expect(streamEntities).toHaveBeenCalledTimes(2);
    clock.now += 10_000;
    expect(await directory.read()).toBe(first);
    expect(streamEntities).toHaveBeenCalledTimes(4);
  });

  it('asks again when the catalog failed', async () => {
    const { directory, streamEntities } = setup();
    streamEntities.mockImplementationOnce(() => {
      throw new Error('catalog is down');
    });
    await expect(directory.read()).rejects.toThrow('catalog is down');
    await expect(directory.read()).resolves.toBeDefined();
  });
});
