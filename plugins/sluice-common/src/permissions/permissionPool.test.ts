import fc from 'fast-check';
import { worlds } from '../consequences/__testUtils__/worlds';
import { observe } from '../effectiveAccess/__testUtils__/world';
import { createPermissionPool } from './permissionPool';

it('gives equal permissions, and equal parts once', () => {
  fc.assert(
    fc.property(worlds, world => {
      const permissions = observe(world).flatMap(each => each.permissions);
      const pool = createPermissionPool();
      const [pooled, again] = [1, 2].map(() =>
        structuredClone(permissions).map(pool),
      );
      expect(pooled).toEqual(permissions);
      pooled.forEach((permission, i) => {
        expect(again[i].principal).toBe(permission.principal);
        expect(again[i].resource).toBe(permission.resource);
        expect(again[i].permissions).toBe(permission.permissions);
        permission.rows.forEach((row, n) =>
          expect(again[i].rows[n].permissions).toBe(row.permissions),
        );
      });
    }),
  );
});

it('tells lists and names apart that look alike', () => {
  const pool = createPermissionPool();
  const [permission] = observe(
    fc
      .sample(worlds, 200)
      .find(world => observe(world).some(each => each.permissions.length > 0))!,
  ).flatMap(each => each.permissions);
  const one = pool({ ...permission, permissions: [], grantable: ['SELECT'] });
  const other = pool({ ...permission, permissions: ['SELECT'], grantable: [] });
  expect([one.permissions, one.grantable]).toEqual([[], ['SELECT']]);
  expect([other.permissions, other.grantable]).toEqual([['SELECT'], []]);
});
