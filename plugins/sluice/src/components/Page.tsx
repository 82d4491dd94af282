import type { PropsWithChildren } from 'react';
import { Container } from '@backstage/ui';
import { QueryProvider } from './QueryProvider';
import styles from './Page.module.css';

/** The frame of a sub page: width, padding, and the plugin's query cache. */
export function Page({ children }: PropsWithChildren<{}>) {
  return (
    <QueryProvider>
      <Container py="6" className={styles.page}>
        {children}
      </Container>
    </QueryProvider>
  );
}
