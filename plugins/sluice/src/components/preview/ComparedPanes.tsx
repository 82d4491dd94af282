import { useId } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { compareViews } from './compareViews';
import { comparisonText } from './comparisonText';
import { PreviewPane } from './PreviewPane';
import type { usePreview } from './usePreview';
import styles from './preview.module.css';

/** One of two teams and its view. */
export interface Side {
  /** Entity ref. */
  team: string;
  /** The team, where the person is in it. */
  own: SluiceApi.MatrixTeam | undefined;
  view: ReturnType<typeof usePreview>;
}

/** Two views beside each other, with what differs once both are there. */
export function ComparedPanes({ sides }: { sides: [Side, Side] }) {
  const [left, right] = sides.map(({ view }) => view.preview.data);
  const compared = left && right && compareViews(left, right);
  const titles = sides.map(({ team, own }) => own?.title ?? team);
  return (
    <Flex direction="column" gap="4">
      {compared && (
        <Text as="p" role="status" className={styles.text}>
          {comparisonText(compared, titles, left.columns.length)}
        </Text>
      )}
      <div className={styles.panes}>
        {sides.map((side, i) => (
          <Pane key={i} side={side} compared={compared?.[i]} />
        ))}
      </div>
    </Flex>
  );
}

function Pane({
  side,
  compared,
}: {
  side: Side;
  compared?: ReturnType<typeof compareViews>[number];
}) {
  const { team, own, view } = side;
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.pane}>
      <Text as="h3" id={id} variant="body-large" weight="bold">
        <EntityRefLink entityRef={team} title={own?.title} hideIcon />
      </Text>
      {own ? (
        <PreviewPane
          view={view}
          label={`Rows as ${own.title} reads them`}
          compared={compared}
        />
      ) : (
        <Alert
          status="info"
          icon
          title="Rows of this team are for its members"
          description="You are not in this team, so nothing is read as it. What it may see of the table, by columns and rows, is in the access matrix and the explorer."
        />
      )}
    </section>
  );
}
