import { Alert, Select, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { EmptyState } from '../states';

/** For which of the caller's teams access is asked. */
export function TeamField({
  teams,
  value,
  onChange,
}: {
  /** The caller's. */
  teams: SluiceApi.MatrixTeam[];
  /** Entity ref. */
  value: string | undefined;
  /** Absent when the team is not to be chosen. */
  onChange?: (team: string) => void;
}) {
  const able = teams.filter(({ onboarded }) => onboarded);
  const chosen = teams.find(({ entityRef }) => entityRef === value);
  if (value !== undefined && !chosen) {
    return (
      <Alert
        status="danger"
        icon
        title={`You are not a member of ${value}`}
        description="Access is asked for by members of the team that is to read. Ask one of them, or ask for a team of your own."
      />
    );
  }
  if (chosen && !chosen.onboarded) return <NotOnboarded teams={[chosen]} />;
  if (able.length === 0) {
    return teams.length > 0 ? (
      <NotOnboarded teams={teams} />
    ) : (
      <EmptyState title="You are in no team that could read data">
        Access is given to teams, not to persons. Join a consumer team in the
        catalog, or have platform engineering onboard yours.
      </EmptyState>
    );
  }
  if (chosen && (!onChange || able.length === 1)) {
    return (
      <Text>
        For <strong>{chosen.title}</strong>
      </Text>
    );
  }
  return (
    <Select
      label="Team"
      description="Who is to read the data"
      isRequired
      placeholder="Choose a team"
      options={able.map(({ entityRef, title }) => ({
        value: entityRef,
        label: title,
      }))}
      selectedKey={value ?? null}
      onSelectionChange={key => key !== null && onChange?.(`${key}`)}
    />
  );
}

function NotOnboarded({ teams }: { teams: SluiceApi.MatrixTeam[] }) {
  const names = teams.map(({ title }) => title).join(', ');
  return (
    <Alert
      status="warning"
      icon
      title={`${names} ${teams.length === 1 ? 'is' : 'are'} not onboarded`}
      description="Without a job execution role a team can read nothing, so there is nothing to ask for yet. Have platform engineering onboard the team from the template “Onboard a consumer team”, then come back."
    />
  );
}
