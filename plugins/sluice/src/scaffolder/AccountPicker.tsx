import { useApi } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Select } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../api';
import { QueryProvider } from '../components/QueryProvider';
import { ErrorState } from '../components/states';

type Props = FieldExtensionComponentProps<string>;

/** Form field: a connected account, by its name. */
export function AccountPicker(props: Props) {
  return (
    <QueryProvider>
      <Picker {...props} />
    </QueryProvider>
  );
}

function Picker({ formData, onChange, required, schema, rawErrors }: Props) {
  const api = useApi(sluiceApiRef);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: () => api.getAccounts(),
  });
  if (accounts.error) {
    return <ErrorState error={accounts.error} what="the accounts" />;
  }
  return (
    <Select
      label={schema.title ?? 'Account'}
      description={schema.description}
      isRequired={required}
      isInvalid={Boolean(rawErrors?.length)}
      isDisabled={accounts.isPending}
      options={(accounts.data ?? []).map(({ name, accountId, region }) => ({
        value: name,
        label: `${name} (${accountId}, ${region})`,
      }))}
      selectedKey={formData ?? null}
      onSelectionChange={key => onChange(key === null ? undefined : `${key}`)}
    />
  );
}
