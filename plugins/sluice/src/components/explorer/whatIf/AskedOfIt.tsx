import { Flex, Select } from '@backstage/ui';
import { TableSelect } from '../../catalog';
import { ColumnSelect } from '../ColumnSelect';
import { PrincipalSelect } from '../PrincipalSelect';
import { Question } from '../question';
import styles from '../explorer.module.css';

/** Which question is asked of what would be. */
export function AskedOfIt({
  question: { asks = 'who', table, column, team, principal },
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  return (
    <Flex align="end" gap="3" className={styles.wrap}>
      <Select
        label="Question"
        size="small"
        options={[
          { id: 'who', label: 'Who could see…' },
          { id: 'what', label: 'What could … see' },
        ]}
        value={asks}
        onChange={key => onChange({ asks: key === 'what' ? 'what' : 'who' })}
        className={styles.select}
      />
      {asks === 'what' ? (
        <PrincipalSelect
          value={{ team, principal }}
          onChange={who =>
            onChange({ team: who.team, principal: who.principal })
          }
        />
      ) : (
        <>
          <TableSelect
            value={table}
            onChange={chosen => onChange({ table: chosen, column: undefined })}
            className={styles.select}
          />
          {table && (
            <ColumnSelect
              table={table}
              value={column}
              onChange={chosen => onChange({ column: chosen })}
            />
          )}
        </>
      )}
    </Flex>
  );
}
