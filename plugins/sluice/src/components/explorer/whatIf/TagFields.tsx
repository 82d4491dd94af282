import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import type { ChangeFieldsProps } from './ChangeFields';
import type { Draft } from './draft';
import styles from '../explorer.module.css';

/** Which LF-Tag is put where, or taken from where. */
export function TagFields({ table, draft, onChange }: ChangeFieldsProps) {
  const { databaseName, tableName } = table.ref;
  return (
    <>
      <RadioGroup
        label={draft.kind === 'setTag' ? 'On' : 'From'}
        value={draft.tagOn}
        onChange={tagOn => onChange({ tagOn: tagOn as Draft['tagOn'] })}
      >
        <Radio value="table">{`The table ${tableName}`}</Radio>
        <Radio value="column">One column</Radio>
        <Radio value="database">{`The database ${databaseName}`}</Radio>
      </RadioGroup>
      {draft.tagOn === 'column' && (
        <Select
          label="Column"
          options={table.columns.map(({ name }) => ({ id: name, label: name }))}
          value={draft.column ?? null}
          onChange={key => onChange({ column: key ? String(key) : undefined })}
          className={styles.select}
        />
      )}
      <TextField
        label="Key of the LF-Tag"
        value={draft.key}
        onChange={key => onChange({ key })}
      />
      {draft.kind === 'setTag' && (
        <TextField
          label="Value"
          value={draft.value}
          onChange={value => onChange({ value })}
        />
      )}
    </>
  );
}
