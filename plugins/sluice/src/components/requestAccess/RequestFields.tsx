import { Flex, TextAreaField, Text } from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { ErrorState, isConflict } from '../states';
import { type AskedAccess } from './askedAccess';
import { TeamField } from './TeamField';
import { tableName } from './terms';
import { TermsAnswer } from './TermsAnswer';
import { TermsEditor } from './TermsEditor';
import { useKnownTables } from './useKnownTables';
import { type RequestForm } from './useRequestForm';

/** What is asked for, and what would come of it. */
export function RequestFields({
  form,
  asked,
  teams,
}: {
  form: RequestForm;
  asked: AskedAccess;
  teams: SluiceApi.MatrixTeam[];
}) {
  const { team: teamRef, terms, purpose, check, send } = form;
  const { tables } = useKnownTables(terms.tables.map(({ table }) => table));
  const team = teams.find(({ entityRef }) => entityRef === teamRef);
  // Of a team that cannot ask, nothing else matters.
  const isPossible = team?.onboarded || (!teamRef && teams.some(canAsk));
  return (
    <Flex direction="column" gap="5">
      {asked.kind === 'change' && (
        <Text color="secondary">
          Those who own the data decide again. Until then everything stays as it
          is; then the new request takes the place of the old one.
        </Text>
      )}
      {asked.kind === 'edit' && asked.request.summary.phase === 'pending' && (
        <Text color="secondary">
          Approvals that were given already do not count for what you change.
        </Text>
      )}
      <TeamField teams={teams} value={teamRef} onChange={form.setTeam} />
      {isPossible && (
        <>
          <TermsEditor
            value={terms}
            onChange={form.setTerms}
            tables={asked.kind === 'new' ? asked.offered ?? [] : []}
            check={check.data}
          />
          <TextAreaField
            label="Purpose"
            description={`What the data is needed for. Those who decide read it. ${purpose.length} of ${REQUEST_LIMITS.purpose} characters.`}
            isRequired
            maxLength={REQUEST_LIMITS.purpose}
            value={purpose}
            onChange={form.setPurpose}
          />
          <TermsAnswer
            check={check}
            team={team ?? { title: 'the team' }}
            tableNames={terms.tables.map(({ table }) =>
              tableName(table, tables.get(table)),
            )}
          />
          {send.error && (
            <ErrorState error={send.error} action="send" what="the request" />
          )}
          {send.error && isConflict(send.error) && (
            <Text>
              Close this, look at the request as it is now, and edit it again.
            </Text>
          )}
        </>
      )}
    </Flex>
  );
}

function canAsk({ onboarded }: SluiceApi.MatrixTeam): boolean {
  return onboarded;
}
