import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Badge, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Section } from '../entity/Section';
import { ChecksTable } from './ChecksTable';
import { GroupCounts } from './GroupCounts';
import { VerdictChip } from './VerdictChip';
import styles from './attestations.module.css';

const BASES: Record<SluiceApi.TableExpectation['basis'], string> = {
  declared: 'Expected is what is declared for the team.',
  effective:
    'Nothing is declared for the team here, so expected is what Lake Formation grants.',
};

/** One table: the verdict, the checks that it rests on, and what was counted. */
export function AttestedTable({ table }: { table: SluiceApi.AttestedTable }) {
  const { expectation, verdict, text, checks, current } = table;
  const { name, tableEntityRef, basis } = expectation;
  return (
    <Section title={name} note={BASES[basis]}>
      <Flex direction="column" gap="4">
        <Flex align="center" gap="3" className={styles.wrap}>
          <VerdictChip verdict={verdict} />
          <Badge size="small" className={styles.current}>
            {current
              ? 'Still the grant that was verified'
              : 'The grant may be another one now'}
          </Badge>
          <EntityRefLink entityRef={tableEntityRef} hideIcon />
        </Flex>
        <Text as="p" className={styles.text}>
          {text}
        </Text>
        {checks.length > 0 && <ChecksTable of={name} checks={checks} />}
        <GroupCounts table={table} />
      </Flex>
    </Section>
  );
}
