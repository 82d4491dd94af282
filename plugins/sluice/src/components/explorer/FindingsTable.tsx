import {
  RiAlertFill,
  RiAlertLine,
  RiInformationLine,
  RiQuestionLine,
} from '@remixicon/react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { findingTitle } from './findingKinds';
import { shortName } from './PrincipalSelect';
import styles from './explorer.module.css';

type Severity = SluiceApi.BypassFinding['severity'];

/** Icon and word of each severity: never color alone. */
export const SEVERITIES: Record<
  Severity,
  { title: string; icon: JSX.Element }
> = {
  high: { title: 'High', icon: <RiAlertFill aria-hidden size={16} /> },
  medium: { title: 'Medium', icon: <RiAlertLine aria-hidden size={16} /> },
  low: { title: 'Low', icon: <RiInformationLine aria-hidden size={16} /> },
  unknown: { title: 'Unknown', icon: <RiQuestionLine aria-hidden size={16} /> },
};

/** Tables beyond these are counted. */
const MAX_TABLES = 5;

/** Ways past Lake Formation, and how to close them. */
export function FindingsTable({
  findings,
}: {
  findings: SluiceApi.BypassFinding[];
}) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Ways past Lake Formation">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Severity</th>
            <th scope="col">Who</th>
            <th scope="col">Tables</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {findings.map(finding => (
            <tr key={finding.id}>
              <th scope="row" className={styles.much}>
                <Text weight="bold">{findingTitle(finding.kind)}</Text>
                <Text as="div" variant="body-small" color="secondary">
                  {finding.text}
                </Text>
              </th>
              <td>
                <span
                  className={styles.severity}
                  data-severity={finding.severity}
                >
                  {SEVERITIES[finding.severity].icon}
                  {SEVERITIES[finding.severity].title}
                </span>
              </td>
              <td>
                <Who finding={finding} />
              </td>
              <td>
                <Tables of={finding.tables} />
              </td>
              <td className={styles.much}>{finding.repair}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Who({ finding }: { finding: SluiceApi.BypassFinding }) {
  const { principal, accountId, accountName } = finding;
  return (
    <>
      <span title={principal}>
        {principal ? shortName(principal) : 'Anybody'}
      </span>
      <Text as="div" variant="body-small" color="secondary">
        {accountName ? `${accountName} (${accountId})` : accountId}
      </Text>
    </>
  );
}

function Tables({ of }: { of: SluiceApi.BypassFinding['tables'] }) {
  if (of.length === 0) return <>All of the account</>;
  return (
    <>
      {of.slice(0, MAX_TABLES).map(({ entityRef, table }) => (
        <div key={entityRef}>
          <EntityRefLink
            entityRef={entityRef}
            title={`${table.databaseName}.${table.tableName}`}
            hideIcon
          />
        </div>
      ))}
      {of.length > MAX_TABLES && `and ${of.length - MAX_TABLES} more`}
    </>
  );
}
