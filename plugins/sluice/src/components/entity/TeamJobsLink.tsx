import type { PropsWithChildren } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';

/** To the tab on which jobs of a team are run, and its access is verified. */
export function TeamJobsLink({
  teamRef,
  children,
}: PropsWithChildren<{ teamRef: string }>) {
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(teamRef);
  const page = entityRoute?.({
    kind: kind.toLocaleLowerCase('en-US'),
    namespace,
    name,
  });
  return <Link href={page && `${page}/jobs`}>{children}</Link>;
}
