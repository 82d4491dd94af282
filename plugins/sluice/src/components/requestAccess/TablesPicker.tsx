import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Combobox,
  Flex,
  Text,
} from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../states';
import { type KnownTables, tableName } from './terms';
import styles from './requestAccess.module.css';

/** Which tables are asked for. */
export function TablesPicker({
  offered,
  value,
  onChange,
  known,
  canAdd,
}: {
  /** Entity refs of the tables that lie at hand. */
  offered: string[];
  /** Entity refs of those that are chosen. */
  value: string[];
  onChange: (tables: string[]) => void;
  known: KnownTables;
  /** Whether others of the catalog may be asked for as well. */
  canAdd: boolean;
}) {
  // What was added and taken out again stays at hand.
  const [added, setAdded] = useState<string[]>([]);
  const all = [...new Set([...offered, ...value, ...added])];
  return (
    <Flex direction="column" gap="3">
      {all.length > 0 && (
        <CheckboxGroup
          label="Tables"
          isRequired
          value={value}
          onChange={chosen =>
            onChange(all.filter(table => chosen.includes(table)))
          }
        >
          {all.map(table => (
            <Checkbox key={table} value={table} className={styles.anywhere}>
              {tableName(table, known.get(table))}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      {canAdd && (
        <AddTable
          isFirst={all.length === 0}
          except={all}
          onAdd={table => {
            setAdded([...added, table]);
            onChange([...value, table]);
          }}
        />
      )}
    </Flex>
  );
}

function AddTable({
  isFirst,
  except,
  onAdd,
}: {
  isFirst: boolean;
  except: string[];
  onAdd: (table: string) => void;
}) {
  const [isOpen, setOpen] = useState(isFirst);
  return isOpen ? (
    <TableSearch
      except={except}
      onChoose={table => {
        setOpen(false);
        onAdd(table);
      }}
    />
  ) : (
    <div>
      <Button size="small" variant="secondary" onPress={() => setOpen(true)}>
        Add a table
      </Button>
    </div>
  );
}

/** Asks the catalog for its tables only once somebody wants another one. */
function TableSearch({
  except,
  onChoose,
}: {
  except: string[];
  onChoose: (table: string) => void;
}) {
  const catalog = useApi(catalogApiRef);
  const tables = useQuery({
    queryKey: ['tables of the catalog', 'to ask for'],
    queryFn: async () => {
      const { items } = await catalog.getEntities({
        filter: { kind: 'Resource', 'spec.type': 'iceberg-table' },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      });
      return items.map(entity => stringifyEntityRef(entity));
    },
  });
  if (tables.error) {
    return (
      <ErrorState
        error={tables.error}
        what="the tables of the catalog"
        onRetry={() => tables.refetch()}
      />
    );
  }
  const options = (tables.data ?? [])
    .filter(table => !except.includes(table))
    .map(table => ({ value: table, label: labelOf(table) }));
  return (
    <>
      <Combobox
        label="Table of the catalog"
        placeholder={tables.isPending ? 'Loading…' : 'Find a table'}
        isDisabled={tables.isPending}
        options={options}
        onSelectionChange={key => key !== null && onChoose(`${key}`)}
      />
      {tables.data && options.length === 0 && (
        <Text color="secondary">The catalog has no other table.</Text>
      )}
    </>
  );
}

function labelOf(table: string): string {
  const { namespace, name } = parseEntityRef(table);
  return `${namespace}: ${name}`;
}
