import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ErrorState } from '../states';
import { useAction } from '../useAction';

/** Stops a run, once a person has said so twice. */
export function CancelJob({ run }: { run: SluiceApi.JobRun }) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const cancel = useAction({
    action: () => api.cancelJobRun(run.id),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ['job-run', run.id] });
    },
  });
  return (
    <>
      <Button variant="secondary" onPress={() => setOpen(true)}>
        Cancel the run
      </Button>
      <Dialog
        isOpen={isOpen}
        isDismissable={!cancel.isPending}
        width={520}
        onOpenChange={setOpen}
      >
        <DialogHeader>Cancel the run</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="4">
            {cancel.error && (
              <ErrorState error={cancel.error} action="cancel" what="the run" />
            )}
            <Text>
              EMR on EKS stops {run.name}. What it has printed until then stays
              in its log.
            </Text>
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={() => setOpen(false)}>
            Let it run
          </Button>
          <Button
            destructive
            isPending={cancel.isPending}
            onPress={() => cancel.start()}
          >
            Cancel the run
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  );
}
