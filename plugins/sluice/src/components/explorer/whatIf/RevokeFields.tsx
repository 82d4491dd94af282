import { useApi } from '@backstage/frontend-plugin-api';
import { Checkbox, CheckboxGroup, Text } from '@backstage/ui';
import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../../api';
import { ErrorState, LoadingState } from '../../states';
import { type ChangeFieldsProps, WhoField } from './ChangeFields';

/** Which of the permissions by which somebody reads a table are taken away. */
export function RevokeFields(props: ChangeFieldsProps) {
  const { table, draft } = props;
  return (
    <>
      <WhoField {...props} />
      {draft.known ? (
        <Permissions
          {...props}
          principal={draft.known.principal}
          table={table}
        />
      ) : (
        <Text color="secondary">
          Choose who, to see by which permissions it reads the table.
        </Text>
      )}
    </>
  );
}

function Permissions({
  principal,
  table: { entityRef: table },
  draft,
  onChange,
}: ChangeFieldsProps & { principal: string }) {
  const api = useApi(sluiceApiRef);
  const query = { principal, table };
  const { data, error, refetch } = useQuery({
    queryKey: ['why', query],
    queryFn: () => api.getWhy(query),
  });
  if (error) {
    return (
      <ErrorState
        error={error}
        what="its permissions"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="its permissions" rows={2} />;
  const remedies = data.toDisallow.filter(({ changes }) => changes.length > 0);
  if (remedies.length === 0) {
    return (
      <Text color="secondary">
        There is no permission by which it reads the table.
      </Text>
    );
  }
  const chosen = remedies.filter(({ changes }) =>
    changes.every(change => draft.revoked.some(each => isSame(each, change))),
  );
  return (
    <CheckboxGroup
      label="Permissions"
      value={chosen.map(({ text }) => text)}
      onChange={texts =>
        onChange({
          revoked: remedies
            .filter(({ text }) => texts.includes(text))
            .flatMap(({ changes }) => changes as HypotheticalChange[]),
        })
      }
    >
      {remedies.map(({ text }) => (
        <Checkbox key={text} value={text}>
          {text}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

function isSame(left: object, right: object): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
