import type { PropsWithChildren } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { explorerRouteRef } from '../../routes';
import { Question, searchOf } from './question';

/** Leads to the explorer's answer to a question. */
export function ExplorerLink({
  children,
  ...question
}: PropsWithChildren<Question>) {
  const explorerRoute = useRouteRef(explorerRouteRef);
  return (
    <Link href={explorerRoute && `${explorerRoute()}?${searchOf(question)}`}>
      {children}
    </Link>
  );
}
