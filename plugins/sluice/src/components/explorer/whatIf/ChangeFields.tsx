import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ColumnChecklist, RowFilterEditor } from '../../rowFilter';
import { PrincipalSelect } from '../PrincipalSelect';
import { Draft } from './draft';
import { RevokeFields } from './RevokeFields';
import { TagFields } from './TagFields';
import styles from '../explorer.module.css';

export interface ChangeFieldsProps {
  table: SluiceApi.Table;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

/** What a change of one kind is made of. */
export function ChangeFields(props: ChangeFieldsProps) {
  const { draft, onChange } = props;
  switch (draft.kind) {
    case 'grant':
      return <GrantFields {...props} />;
    case 'revoke':
      return <RevokeFields {...props} />;
    case 'setFilter':
      return (
        <>
          <TextField
            label="Name of the filter"
            description="One that there is, to change it, or a new one."
            value={draft.name}
            onChange={name => onChange({ name })}
          />
          <CellFields {...props} />
        </>
      );
    case 'setTag':
    case 'removeTag':
      return <TagFields {...props} />;
    case 'registerLocation':
      return (
        <Select
          label="How"
          options={[
            { id: 'lakeFormation', label: 'With Lake Formation alone' },
            { id: 'hybrid', label: 'In hybrid mode' },
            { id: 'none', label: 'Not at all' },
          ]}
          value={draft.mode}
          onChange={key => onChange({ mode: key as Draft['mode'] })}
          className={styles.select}
        />
      );
    default:
      return <WhoField {...props} />;
  }
}

/** Whom a change is about. */
export function WhoField({
  draft,
  onChange,
}: Pick<ChangeFieldsProps, 'draft' | 'onChange'>) {
  return (
    <PrincipalSelect
      label="Who"
      value={draft.who}
      onChange={(who, known) => onChange({ who, known, revoked: [] })}
    />
  );
}

function GrantFields(props: ChangeFieldsProps) {
  const { draft, onChange, table } = props;
  return (
    <>
      <WhoField {...props} />
      <RadioGroup
        label="On"
        value={draft.on}
        onChange={on => onChange({ on: on as Draft['on'] })}
      >
        <Radio value="table">The whole table</Radio>
        <Radio value="cells">Some columns or rows</Radio>
        <Radio value="allTables">
          {`All tables of ${table.ref.databaseName}`}
        </Radio>
        <Radio value="lfTags">Tables by an LF-Tag</Radio>
      </RadioGroup>
      {draft.on === 'cells' && <CellFields {...props} />}
      {draft.on === 'lfTags' && (
        <>
          <TextField
            label="Key of the LF-Tag"
            value={draft.key}
            onChange={key => onChange({ key })}
          />
          <TextField
            label="Values"
            description="Any of them, separated by commas."
            value={draft.value}
            onChange={value => onChange({ value })}
          />
        </>
      )}
    </>
  );
}

function CellFields({ table, draft, onChange }: ChangeFieldsProps) {
  return (
    <>
      <ColumnChecklist
        columns={table.columns}
        value={draft.columns}
        onChange={columns => onChange({ columns })}
      />
      <RowFilterEditor
        columns={table.columns}
        value={draft.rowFilter}
        onChange={rowFilter => onChange({ rowFilter })}
      />
    </>
  );
}
