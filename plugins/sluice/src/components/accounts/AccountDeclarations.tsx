import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import {
  type Declaration,
  type SluiceApi,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { jsonText } from '../plan';
import { EmptyState } from '../states';
import styles from './AccountsPage.module.css';

const KINDS: Record<SluiceApi.Declaration['kind'], string> = {
  producerAccount: 'Producer account',
  consumerAccount: 'Consumer account',
  dataProduct: 'Data product',
  share: 'Share',
  consumerTeam: 'Consumer team',
  accessGrant: 'Access grant',
  keptPermission: 'Kept permission',
};

/** What Sluice was told to make true in the account. */
export function AccountDeclarations({
  declarations,
}: {
  declarations: SluiceApi.Declaration[];
}) {
  if (declarations.length === 0) {
    return (
      <EmptyState title="Nothing is declared">
        Sluice reads this account, but was not told to set anything up in it.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.values}>
      {declarations.map(declaration => {
        // The backend answers with declarations that it has checked.
        const subject = subjectOf(declaration as Declaration);
        return (
          <li key={subject}>
            <Accordion>
              <AccordionTrigger
                level={4}
                title={KINDS[declaration.kind]}
                subtitle={subject}
              />
              <AccordionPanel>
                <pre className={styles.json}>{jsonText(declaration)}</pre>
              </AccordionPanel>
            </Accordion>
          </li>
        );
      })}
    </ul>
  );
}
