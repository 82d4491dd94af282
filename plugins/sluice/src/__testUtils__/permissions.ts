import { usePermission } from '@backstage/plugin-permission-react';

type Permission = Parameters<typeof usePermission>[0]['permission'];

/**
 * Answers `usePermission`, which the test has to mock: the real hook caches its
 * answers for longer than a test lasts.
 */
export function allowOnly(...permissions: Permission[]) {
  jest.mocked(usePermission).mockImplementation(({ permission }) => ({
    loading: false,
    allowed: permissions.some(({ name }) => name === permission.name),
  }));
}
