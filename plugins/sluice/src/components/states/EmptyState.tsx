import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Nothing to show, why, and what would change that. */
export function EmptyState({
  title,
  children,
}: {
  title: string;
  children: ReactNode;
}) {
  return (
    <Flex direction="column" align="center" gap="2" className={styles.root}>
      <Text as="h3" variant="title-x-small">
        {title}
      </Text>
      <Text color="secondary">{children}</Text>
    </Flex>
  );
}
