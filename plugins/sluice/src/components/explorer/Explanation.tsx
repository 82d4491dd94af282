import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { LEVELS } from '../accessMatrix/level';
import { Section } from '../entity/Section';
import { timeText } from '../time';
import { AccessPicture } from './AccessPicture';
import { FindingsTable } from './FindingsTable';
import { shortName } from './PrincipalSelect';
import { WayList } from './WayList';
import { TryIt } from './whatIf';
import styles from './explorer.module.css';

/** The whole reasoning behind one answer. */
export function Explanation({
  explanation,
}: {
  explanation: SluiceApi.AccessExplanation;
}) {
  const { answer, problems = [], warnings, ways, blockedWays } = explanation;
  const { nodes, edges, toAllow, toDisallow } = explanation;
  const { findings, observedAt, stale } = explanation;
  return (
    <Flex direction="column" gap="5">
      <Verdict explanation={explanation} />
      {problems.map(text => (
        <Alert key={text} status="warning" icon title={text} />
      ))}
      {warnings.map(text => (
        <Alert key={text} status="warning" icon title={text} />
      ))}
      {stale && (
        <Alert
          status="warning"
          icon
          title="Some account was not read for too long"
          description="What depends on it is shown as unknown."
        />
      )}
      {nodes.length > 1 && (
        <Section title="Picture">
          <AccessPicture nodes={nodes} edges={edges} />
        </Section>
      )}
      {ways.length > 0 && (
        <Section
          title={ways.length === 1 ? 'The way' : `${ways.length} ways`}
          note="What is read is all of them together: Lake Formation has no deny."
        >
          <WayList ways={ways} />
        </Section>
      )}
      {blockedWays.length > 0 && (
        <Section title="Ways that end on the way">
          <WayList ways={blockedWays} />
        </Section>
      )}
      {toAllow.length > 0 && (
        <Section
          title={
            answer.level === 'none'
              ? 'What it would take to read it'
              : 'What it would take to read more'
          }
          note="Any one of these."
        >
          <Remedies remedies={toAllow} table={answer.tableEntityRef} />
        </Section>
      )}
      {toDisallow.length > 0 && (
        <Section
          title="What it would take to read nothing"
          note="All of these."
        >
          <Remedies remedies={toDisallow} table={answer.tableEntityRef} />
          {toDisallow.length > 1 && (
            <TryIt
              remedies={toDisallow}
              table={answer.tableEntityRef}
              title="Try all of them"
            />
          )}
        </Section>
      )}
      {findings.length > 0 && (
        <Section
          title="Ways past Lake Formation"
          note="They may lead to the files whatever the answer above is."
        >
          <FindingsTable findings={findings} />
        </Section>
      )}
      {observedAt && (
        <Text color="secondary" variant="body-small">
          As Lake Formation held it at {timeText(observedAt)}.
        </Text>
      )}
    </Flex>
  );
}

function Verdict({
  explanation: { answer, column, columns },
}: {
  explanation: SluiceApi.AccessExplanation;
}) {
  const { team, principal, table, level, text } = answer;
  const who = team?.title ?? shortName(principal);
  const what = `${table.databaseName}.${table.tableName}`;
  const rows = columns?.find(({ name }) => name === column)?.rows;
  const verdict = () => {
    if (level === 'unknown') return `What ${who} reads of ${what} is not known`;
    if (!column) {
      return level === 'none'
        ? `${who} reads nothing of ${what}`
        : `${who} reads ${text} of ${what}`;
    }
    if (!rows || rows.kind === 'none') {
      return `${who} does not read ${column} of ${what}`;
    }
    return rows.kind === 'all'
      ? `${who} reads ${column} of ${what} in every row`
      : `${who} reads ${column} of ${what} where ${rows.expression}`;
  };
  const shown =
    column && level !== 'unknown' && (!rows || rows.kind === 'none')
      ? 'none'
      : level;
  return (
    <p className={styles.verdict} data-level={shown}>
      {LEVELS[shown].icon}
      <Text variant="body-large" weight="bold">
        {verdict()}.
      </Text>
    </p>
  );
}

function Remedies({
  remedies,
  table,
}: {
  remedies: SluiceApi.Remedy[];
  table: string;
}) {
  return (
    <ul className={styles.remedies}>
      {remedies.map(remedy => (
        <li key={remedy.text}>
          {remedy.text}{' '}
          <TryIt
            remedies={[remedy]}
            table={table}
            label={`Try it: ${remedy.text}`}
          />
        </li>
      ))}
    </ul>
  );
}
