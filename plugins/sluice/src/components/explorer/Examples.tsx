import { Link, Text } from '@backstage/ui';
import { nameOf } from '../catalog';
import { useEntityOptions } from '../catalog/useEntityOptions';
import { EmptyState } from '../states';
import { searchOf } from './question';

const TABLES = { kind: 'Resource', 'spec.type': 'iceberg-table' };
const MAX_EXAMPLES = 4;

/** Questions to begin with, about tables that there are. */
export function Examples() {
  const { data = [] } = useEntityOptions(TABLES);
  return (
    <EmptyState title="Choose a table">
      {data.length === 0
        ? 'Then you see every team, role and user that reads something of it.'
        : 'Such as '}
      {data.slice(0, MAX_EXAMPLES).map(({ id }, i) => (
        <Text key={id} as="span">
          {i > 0 && ', '}
          <Link href={`?${searchOf({ question: 'who', table: id })}`}>
            {nameOf(id)}
          </Link>
        </Text>
      ))}
    </EmptyState>
  );
}
