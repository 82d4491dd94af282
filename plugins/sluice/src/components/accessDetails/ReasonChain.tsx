import {
  RiArrowRightCircleLine,
  RiFilter3Line,
  RiForbid2Line,
  RiInformationLine,
} from '@remixicon/react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './AccessDetails.module.css';

const EFFECTS: Record<
  SluiceApi.Reason['effect'],
  { title: string; icon: JSX.Element }
> = {
  supports: {
    title: 'Gives access',
    icon: (
      <RiArrowRightCircleLine size={18} role="img" aria-label="Gives access" />
    ),
  },
  limits: {
    title: 'Narrows it',
    icon: <RiFilter3Line size={18} role="img" aria-label="Narrows it" />,
  },
  prevents: {
    title: 'Prevents it',
    icon: <RiForbid2Line size={18} role="img" aria-label="Prevents it" />,
  },
  informs: {
    title: 'For information',
    icon: (
      <RiInformationLine size={18} role="img" aria-label="For information" />
    ),
  },
};

/** What the backend could not parse is shown as it came. */
function parsedOrText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** The row as `aws lakeformation list-permissions` prints it. */
function asListed(row: SluiceApi.LfPermissionRow): string {
  return JSON.stringify(
    {
      Principal: { DataLakePrincipalIdentifier: row.principal },
      Resource: parsedOrText(row.resource),
      Permissions: row.permissions,
      PermissionsWithGrantOption: row.permissionsWithGrantOption,
      ...(row.condition && { Condition: { Expression: row.condition } }),
      ...(row.resourceShareArns.length > 0 && {
        AdditionalDetails: { ResourceShare: row.resourceShareArns },
      }),
      ...(row.lastUpdated && { LastUpdated: row.lastUpdated }),
      ...(row.lastUpdatedBy && { LastUpdatedBy: row.lastUpdatedBy }),
    },
    undefined,
    2,
  );
}

/** Why, step by step, with what Lake Formation holds behind each step. */
export function ReasonChain({ reasons }: { reasons: SluiceApi.Reason[] }) {
  return (
    <ol className={styles.reasons}>
      {reasons.map((reason, i) => (
        <li key={i} className={styles.reason} data-effect={reason.effect}>
          <span className={styles.effect} title={EFFECTS[reason.effect].title}>
            {EFFECTS[reason.effect].icon}
          </span>
          <div className={styles.reasonBody}>
            <Text>{reason.text}</Text>
            {reason.rows.length > 0 && (
              <Accordion>
                <AccordionTrigger
                  title={
                    reason.rows.length === 1
                      ? 'The Lake Formation row behind it'
                      : `The ${reason.rows.length} Lake Formation rows behind it`
                  }
                />
                <AccordionPanel>
                  <pre className={styles.rows}>
                    {reason.rows.map(asListed).join('\n')}
                  </pre>
                </AccordionPanel>
              </Accordion>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
