import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Facts } from '../entity/Facts';
import { Section } from '../entity/Section';
import styles from './AccountsPage.module.css';

function Values({ of }: { of: string[] }) {
  return of.length === 0 ? (
    <>None</>
  ) : (
    <ul className={styles.values}>
      {of.map(value => (
        <li key={value}>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  );
}

const yesOrNo = (flag: boolean) => (flag ? 'Yes' : 'No');

/** Who administers the data lake, and which engines may filter data. */
export function LakeFormationSettings({
  settings,
}: {
  settings: SluiceApi.AccountDetailsSettings;
}) {
  return (
    <>
      <Section title="Lake Formation settings">
        <Facts
          facts={[
            ['Data lake administrators', <Values of={settings.admins} />],
            [
              'Read-only administrators',
              <Values of={settings.readOnlyAdmins} />,
            ],
            [
              'Cross-account version',
              settings.crossAccountVersion ?? 'Not known',
            ],
            [
              'New databases and tables are open to IAM_ALLOWED_PRINCIPALS',
              settings.defaultsToIamAllowedPrincipals
                ? 'Yes: Lake Formation does not govern them until that is revoked'
                : 'No',
            ],
          ]}
        />
      </Section>
      <Section
        title="Application integration"
        note="Which engines outside of AWS's own may read data and filter it themselves"
      >
        <Facts
          facts={[
            [
              'External engines may filter data',
              yesOrNo(settings.allowExternalDataFiltering),
            ],
            [
              'Accounts whose engines may',
              <Values of={settings.externalDataFilteringAllowList} />,
            ],
            [
              'Authorized session tag values',
              <Values of={settings.authorizedSessionTagValues} />,
            ],
            [
              'External engines may read whole tables without a session tag',
              yesOrNo(settings.allowFullTableExternalDataAccess),
            ],
          ]}
        />
      </Section>
    </>
  );
}
