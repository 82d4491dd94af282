import type { PropsWithChildren } from 'react';
import { Container } from '@backstage/ui';
import { QueryProvider } from './QueryProvider';

/** The frame of a sub page: width, padding, and the plugin's query cache. */
export function Page({ children }: PropsWithChildren<{}>) {
  return (
    <QueryProvider>
      <Container py="6">{children}</Container>
    </QueryProvider>
  );
}
