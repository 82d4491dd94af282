import { EntitySelect, EntitySelectProps } from './EntitySelect';

type Props = Omit<EntitySelectProps, 'filter' | 'label'> &
  Partial<Pick<EntitySelectProps, 'label'>>;

export function TeamSelect(props: Props) {
  return (
    <EntitySelect
      label="Team"
      filter={{ kind: 'Group', 'spec.type': 'team' }}
      {...props}
    />
  );
}

export function ProductSelect(props: Props) {
  return (
    <EntitySelect
      label="Data product"
      filter={{ kind: 'DataProduct' }}
      {...props}
    />
  );
}

export function TableSelect(props: Props) {
  return (
    <EntitySelect
      label="Table"
      filter={{ kind: 'Resource', 'spec.type': 'iceberg-table' }}
      {...props}
    />
  );
}

export function PersonSelect(props: Props) {
  return <EntitySelect label="Person" filter={{ kind: 'User' }} {...props} />;
}
