import { useLayoutEffect, useRef } from 'react';
import { RiDownload2Line } from '@remixicon/react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { downloadFile } from '../download/downloadFile';
import { ErrorState, LoadingState } from '../states';
import { useJobLog } from './useJobLog';
import styles from './jobs.module.css';

/** How near to the end, in pixels, is at the end. */
const NEAR_PX = 24;

/** What the driver printed: a window that follows the end when that is looked at. */
export function JobLog({
  run,
  stream,
}: {
  run: Pick<SluiceApi.JobRun, 'id' | 'name'>;
  stream: SluiceApi.JobLog['stream'];
}) {
  const log = useJobLog(run.id, stream);
  const text = log.pages.map(page => page.text).join('');
  const { ref, onScroll, follow } = useFollowing(text, !log.complete);
  if (log.error && log.pages.length === 0) {
    return <ErrorState error={log.error} what="the log" onRetry={log.retry} />;
  }
  if (log.pages.length === 0 && log.isLoading && !log.missing) {
    return <LoadingState what="the log" />;
  }
  return (
    <Flex direction="column" gap="3">
      {log.missing && <Alert status="info" icon title={log.missing} />}
      {log.hasEarlier && (
        <Flex gap="2">
          <Button
            size="small"
            variant="secondary"
            isDisabled={log.isLoading}
            onPress={() => log.loadEarlier()}
          >
            Load earlier
          </Button>
          <Button
            size="small"
            variant="secondary"
            isDisabled={log.isLoading}
            onPress={() => log.toStart()}
          >
            Jump to start
          </Button>
        </Flex>
      )}
      {text !== '' && (
        <pre
          ref={ref}
          role="log"
          aria-label={`${stream} of ${run.name}`}
          // Scrolled by keyboard as well.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className={styles.log}
          onScroll={onScroll}
        >
          {text}
        </pre>
      )}
      <Flex align="center" gap="2" className={styles.wrap}>
        {!log.atEnd && (
          <Button
            size="small"
            variant="secondary"
            isDisabled={log.isLoading}
            onPress={() => log.loadMore()}
          >
            Load more
          </Button>
        )}
        {text !== '' && (
          <Button
            size="small"
            variant="secondary"
            onPress={() => {
              follow();
              if (!log.atEnd) log.toEnd();
            }}
          >
            Jump to end
          </Button>
        )}
        {text !== '' && (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiDownload2Line aria-hidden />}
            onPress={() => downloadFile(`${run.name}-${stream}.log`, text)}
          >
            Download what is shown
          </Button>
        )}
        <Text variant="body-small" color="secondary">
          {endText(log)}
        </Text>
      </Flex>
      {log.error && (
        <ErrorState
          error={log.error}
          what="more of the log"
          onRetry={log.loadMore}
        />
      )}
    </Flex>
  );
}

function endText({
  atEnd,
  complete,
}: Pick<ReturnType<typeof useJobLog>, 'atEnd' | 'complete'>): string {
  if (!atEnd) return 'There is more of it.';
  return complete ? 'This is its end.' : 'More is shown as it comes.';
}

/**
 * Keeps the end in sight while it is, and lets a person read who scrolled up.
 * What is complete is read from its beginning.
 */
function useFollowing(text: string, isLive: boolean) {
  const ref = useRef<HTMLPreElement>(null);
  const follows = useRef<boolean>();
  if (follows.current === undefined && text !== '') follows.current = isLive;
  const toEnd = () => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [text]);
  return {
    ref,
    onScroll: () => {
      const element = ref.current;
      if (!element) return;
      const { scrollHeight, scrollTop, clientHeight } = element;
      follows.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    },
    follow: () => {
      follows.current = true;
      toEnd();
    },
  };
}
