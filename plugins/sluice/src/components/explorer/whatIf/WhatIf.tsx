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
  const { changes, isUnderstood, isInLink } = useChanges(question);
  const tryOut = useTryOut();
  const [isAdding, setAdding] = useState(false);
  const { asks = 'who', table, column } = question;
  const who = whoIn(question);
  const isAsked = asks === 'who' ? table !== undefined : who !== undefined;
  const set = (next: HypotheticalChange[]) => tryOut(question, next);
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
              changes={changes}
              onRemove={index => set(changes.filter((_, i) => i !== index))}
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
      {changes.length > 0 && isAsked ? (
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
        <EmptyState title="Try something out">
          Add a change and choose what to ask. Then you see the answers now, and
          as they would be.
        </EmptyState>
      )}
      {isAdding && (
        <ChangeDialog
          table={table}
          onAdd={added => {
            setAdding(false);
            set([...changes, ...added].slice(0, MAX_CHANGES));
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Flex>
  );
}
