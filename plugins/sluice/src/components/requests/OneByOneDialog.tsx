import { ReactNode, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { BulkItem, BulkItemProps } from './BulkItem';
import { countText } from './requestText';
import type { useOneByOne } from './useOneByOne';
import styles from './requests.module.css';

type Summary = SluiceApi.AccessRequestSummary;

/** One that it could not be done to, and why. */
export interface OneByOneFailure {
  request: Summary;
  reason: string;
}

export interface OneByOneResult {
  /** Ids of those that it is still to be done to. */
  left: string[];
  failed: OneByOneFailure[];
}

/** What people read of what is done. */
export interface OneByOneTexts {
  /** `Approve`. */
  verb: string;
  /** Said of each that it was done to: `Approved`. */
  done: string;
  /** Said of all of them together: `decided`. */
  outcome: string;
  /** What each of them is: `request`. */
  noun: string;
  /** Of the list, for those who hear it. */
  list: string;
  /** Of the text that goes with each. */
  label: string;
  description: string;
}

/** Shows exactly what is about to be done to several, then what came of each. */
export function OneByOneDialog({
  texts,
  requests,
  doable = requests,
  checkOf,
  work,
  needsComment,
  isPreparing = false,
  onClose,
  children,
}: {
  texts: OneByOneTexts;
  requests: Summary[];
  /** Those of them that it can be done to. */
  doable?: Summary[];
  /** What doing it comes to; absent when that does not matter. */
  checkOf?: (index: number) => BulkItemProps['check'];
  work: ReturnType<typeof useOneByOne<Summary>>;
  /** Whether it takes a reason; then it cannot be taken lightly, either. */
  needsComment: boolean;
  isPreparing?: boolean;
  onClose: (result: OneByOneResult) => void;
  children?: ReactNode;
}) {
  const { verb, done, outcome, noun, list, label, description } = texts;
  const { start, isRunning, hasStarted, outcomes } = work;
  const [comment, setComment] = useState('');
  const text = comment.trim();
  const left = requests
    .map(({ id }) => id)
    .filter(id => outcomes.get(id) !== 'done');
  const close = () =>
    onClose({
      left,
      failed: requests.flatMap(request => {
        const what = outcomes.get(request.id);
        return typeof what === 'object' ? [{ request, ...what }] : [];
      }),
    });
  return (
    <Dialog
      isOpen
      isDismissable={!isRunning}
      isKeyboardDismissDisabled={isRunning}
      width={760}
      onOpenChange={isOpen => {
        if (!isOpen && !isRunning) close();
      }}
    >
      <DialogHeader>
        {verb} {countText(requests.length, noun)}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {children}
          <ul className={styles.list} aria-label={list}>
            {requests.map((request, index) => (
              <BulkItem
                key={request.id}
                request={request}
                check={checkOf?.(index)}
                outcome={outcomes.get(request.id)}
                done={done}
              />
            ))}
          </ul>
          {!hasStarted && (
            <TextAreaField
              label={label}
              description={description}
              isRequired={needsComment}
              maxLength={REQUEST_LIMITS.reason}
              value={comment}
              onChange={setComment}
            />
          )}
          {hasStarted && !isRunning && (
            <Text role="status">
              {left.length === 0
                ? `All of them are ${outcome}.`
                : `${(
                    requests.length - left.length
                  ).toLocaleString()} of ${countText(
                    requests.length,
                    noun,
                  )} ${outcome}. The others stay selected.`}
            </Text>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isDisabled={isRunning} onPress={close}>
          {hasStarted ? 'Close' : 'Cancel'}
        </Button>
        {(!hasStarted || isRunning) && (
          <Button
            destructive={needsComment}
            isPending={isRunning || isPreparing}
            isDisabled={doable.length === 0 || (needsComment && text === '')}
            onPress={() => start({ items: doable, comment: text })}
          >
            {verb} {countText(doable.length, noun)}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
