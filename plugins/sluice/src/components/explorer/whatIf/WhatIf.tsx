import { useState } from 'react';
import { RiAddLine } from '@remixicon/react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { Section } from '../../entity/Section';
import { EmptyState } from '../../states';
import { Question, whoIn } from '../question';
import { AskedOfIt } from './AskedOfIt';
import { ChangeDialog } from './ChangeDialog';
import { ChangeList } from './ChangeList';
import type { Tried } from './changesIn';
import { withFilter } from './rowFilterOf';
import { useChanges, useTryOut } from './useChanges';
import { WhatWouldBe } from './WhatWouldBe';

/** As many as the backend takes. */
const MAX_CHANGES = 50;

/** The explorer's questions, if something were done. */
export function WhatIf({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const { changes, lacking, isUnderstood, isInLink, hasFilter } =
    useChanges(question);
  const tryOut = useTryOut();
  const [isAdding, setAdding] = useState(false);
  const { asks = 'who', table, column } = question;
  const who = whoIn(question);
  const isAsked = asks === 'who' ? table !== undefined : who !== undefined;
  const add = (added: HypotheticalChange[]) =>
    tryOut(question, {
      changes: [...changes, ...added].slice(0, MAX_CHANGES),
      lacking,
    });
  return (
    <Flex direction="column" gap="4">
      <Alert
        status="info"
        icon
        title="Nothing is changed"
        description="What you try out here is worked out in memory, and written nowhere."
      />
      {!isUnderstood && (
        <Alert
          status="warning"
          icon
          title="The changes in this link are not understood"
          description="The link may be cut off, or from another version. Begin anew."
        />
      )}
      <Section title="If this were done">
        <Flex direction="column" gap="3">
          {changes.length > 0 ? (
            <ChangeList
              tried={{ changes, lacking }}
              onRemove={index =>
                tryOut(question, without({ changes, lacking }, index))
              }
              onFilter={(index, rowFilter) =>
                tryOut(question, {
                  changes: changes.map((change, i) =>
                    i === index ? withFilter(change, rowFilter) : change,
                  ),
                  lacking: lacking.filter(i => i !== index),
                })
              }
            />
          ) : (
            <Text color="secondary">
              Add what you would do, such as a grant. “Why, or why not?” has
              examples that fit.
            </Text>
          )}
          {!isInLink && (
            <Text color="secondary">
              These are too many for a link; whoever gets it begins without.
            </Text>
          )}
          {isInLink && hasFilter && (
            <Text color="secondary">
              A link to this page leaves out row filters, since their values may
              be personal; whoever gets it writes them anew.
            </Text>
          )}
          <div>
            <Button
              variant="secondary"
              size="small"
              iconStart={<RiAddLine aria-hidden />}
              isDisabled={changes.length >= MAX_CHANGES}
              onPress={() => setAdding(true)}
            >
              Add a change
            </Button>
          </div>
        </Flex>
      </Section>
      <AskedOfIt question={question} onChange={onChange} />
      {changes.length > 0 && isAsked && lacking.length === 0 ? (
        <WhatWouldBe
          of={asks === 'who' ? 'principals' : 'tables'}
          request={{
            changes,
            ...(asks === 'who'
              ? { question: 'who-can-see', table, column }
              : { question: 'what-can-see', ...who }),
          }}
        />
      ) : (
        <Nothing lacksFilter={lacking.length > 0} />
      )}
      {isAdding && (
        <ChangeDialog
          table={table}
          onAdd={added => {
            setAdding(false);
            add(added);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Flex>
  );
}

function Nothing({ lacksFilter }: { lacksFilter: boolean }) {
  return lacksFilter ? (
    <EmptyState title="A row filter is missing">
      Without it, the change would open every row. Write it, or leave the change
      out, to see what would be.
    </EmptyState>
  ) : (
    <EmptyState title="Try something out">
      Add a change and choose what to ask. Then you see the answers now, and as
      they would be.
    </EmptyState>
  );
}

function without({ changes, lacking }: Tried, index: number): Tried {
  return {
    changes: changes.filter((_, i) => i !== index),
    lacking: lacking.filter(i => i !== index).map(i => (i > index ? i - 1 : i)),
  };
}
