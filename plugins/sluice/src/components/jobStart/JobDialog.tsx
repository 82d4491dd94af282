import { useId } from 'react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { JobFields } from './JobFields';
import { type JobForm, useJobForm } from './useJobForm';
import styles from './jobStart.module.css';

const TITLES: Record<SluiceApi.JobKind, string> = {
  script: 'Run a job',
  verification: 'Verify access',
};

/** Asks what is to run as a team, shows what would come of it, and starts it. */
export function JobDialog({
  kind,
  options,
  onClose,
}: {
  kind: SluiceApi.JobKind;
  options: SluiceApi.JobOptions;
  onClose: () => void;
}) {
  const form = useJobForm({ kind, options, onDone: onClose });
  return (
    <Dialog
      isOpen
      // A click beside it must not lose what was filled in.
      isDismissable={false}
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>
        {TITLES[kind]} as {options.team.title}
      </DialogHeader>
      <DialogBody>
        {options.notices.map(notice => (
          <Alert key={notice} status="info" icon title={notice} mb="4" />
        ))}
        <JobFields form={form} options={options} />
      </DialogBody>
      <DialogFooter>
        <Actions form={form} onCancel={onClose} />
      </DialogFooter>
    </Dialog>
  );
}

function Actions({
  form: { kind, obstacle, start },
  onCancel,
}: {
  form: JobForm;
  onCancel: () => void;
}) {
  const obstacleId = useId();
  return (
    <div className={styles.footer}>
      <div id={obstacleId} className={styles.obstacle}>
        {obstacle && (
          <Text variant="body-small" color="secondary">
            {obstacle}
          </Text>
        )}
      </div>
      <Button variant="secondary" onPress={onCancel}>
        Cancel
      </Button>
      <Button
        isDisabled={obstacle !== undefined}
        isPending={start.isPending}
        aria-describedby={obstacleId}
        onPress={() => start.start()}
      >
        {kind === 'script' ? 'Run' : 'Verify'}
      </Button>
    </div>
  );
}
