import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { TableSelect, TeamSelect } from '../catalog';
import { EmptyState } from '../states';
import { ComparedPanes } from './ComparedPanes';
import { usePreview } from './usePreview';
import styles from './preview.module.css';

/** What is compared, as far as it is chosen; entity refs. */
interface Choice {
  table?: string;
  left?: string;
  right?: string;
}

/**
 * A table as two teams see it: first what that costs, then both views beside
 * each other. Rows are forgotten when it closes.
 */
export function CompareDialog({
  table: firstTable,
  team,
  ownTeams,
  onClose,
}: {
  /** Entity refs of what is compared first. */
  table: string;
  team?: string;
  /** Those of which the person may see rows. */
  ownTeams: SluiceApi.MatrixTeam[];
  onClose: () => void;
}) {
  const [choice, setChoice] = useState<Choice>(() => ({
    table: firstTable,
    ...firstTwo(ownTeams, team),
  }));
  const [isAsked, setAsked] = useState(false);
  const { table, left, right } = choice;
  const change = (part: Choice) => {
    setChoice({ ...choice, ...part });
    // Each choice has a cost of its own, which is seen first.
    setAsked(false);
  };
  const isChosen = Boolean(table && left && right && left !== right);
  const ownOf = (ref?: string) =>
    ownTeams.find(({ entityRef }) => entityRef === ref);
  const optionsOf = (ref?: string) => ({
    isAsked,
    isEnabled: isChosen && ownOf(ref) !== undefined,
  });
  const ofLeft = usePreview({ team: left, table }, optionsOf(left));
  const ofRight = usePreview({ team: right, table }, optionsOf(right));
  const mayShow = Boolean(ofLeft.estimate.data ?? ofRight.estimate.data);
  return (
    <Dialog
      isOpen
      isDismissable
      width={1440}
      onOpenChange={isOpen => !isOpen && onClose()}
    >
      <DialogHeader>What two teams see of a table</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Flex align="end" gap="3" className={styles.wrap}>
            <TableSelect
              none="Choose…"
              value={table}
              onChange={ref => change({ table: ref })}
              className={styles.select}
            />
            <TeamSelect
              label="One team"
              none="Choose…"
              value={left}
              onChange={ref => change({ left: ref })}
              className={styles.select}
            />
            <TeamSelect
              label="Other team"
              none="Choose…"
              value={right}
              onChange={ref => change({ right: ref })}
              className={styles.select}
            />
          </Flex>
          {isChosen ? (
            <ComparedPanes
              sides={[
                { team: left!, own: ownOf(left), view: ofLeft },
                { team: right!, own: ownOf(right), view: ofRight },
              ]}
            />
          ) : (
            <EmptyState title="Choose a table and two teams">
              You see rows of the teams that you are in, and what they would
              cost before anything is read.
            </EmptyState>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          Close
        </Button>
        {!isAsked && (
          <Button
            isDisabled={!isChosen || !mayShow}
            onPress={() => setAsked(true)}
          >
            Show rows
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

/** The team that was looked at, and teams of the person's own. */
function firstTwo(ownTeams: SluiceApi.MatrixTeam[], team?: string): Choice {
  const own = ownTeams.map(({ entityRef }) => entityRef);
  const [left, right] = team ? [team, ...own.filter(ref => ref !== team)] : own;
  return { left, right };
}
