import type { PropsWithChildren } from 'react';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ErrorState, LoadingState } from '../states';
import { StandInForm } from './StandInForm';
import { StandInsList } from './StandInsList';

/** Who decides in the person's place, for whom the person decides, and until when. */
export function StandInsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      isOpen
      // A click beside it must not lose what was filled in.
      isDismissable={false}
      width={720}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>Stand-ins</DialogHeader>
      <DialogBody>
        <StandIns />
      </DialogBody>
    </Dialog>
  );
}

function StandIns() {
  const api = useApi(sluiceApiRef);
  const identity = useApi(identityApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['delegations'],
    queryFn: async () => {
      const [{ userEntityRef }, delegations] = await Promise.all([
        identity.getBackstageIdentity(),
        api.getDelegations(),
      ]);
      return { userEntityRef, delegations };
    },
  });
  if (!data) {
    return error ? (
      <ErrorState
        error={error}
        what="the stand-ins"
        onRetry={() => refetch()}
      />
    ) : (
      <LoadingState what="the stand-ins" rows={3} />
    );
  }
  const { userEntityRef, delegations } = data;
  const mine = delegations.filter(({ from }) => from === userEntityRef);
  return (
    <Flex direction="column" gap="5">
      {error && <ErrorState error={error} what="the latest of the stand-ins" />}
      <Part title="In your place">
        {mine.length === 0 ? (
          <Text color="secondary">Nobody stands in for you.</Text>
        ) : (
          <StandInsList label="In your place" delegations={mine} mayEnd />
        )}
      </Part>
      <Others
        delegations={delegations.filter(({ from }) => from !== userEntityRef)}
      />
      <Part title="Let somebody stand in for you">
        <Text color="secondary">
          They may decide what you may decide yourself, for that time. The
          history names both of you. They cannot hand it on, and nobody decides
          on a request of their own or of their team.
        </Text>
        <StandInForm userEntityRef={userEntityRef} />
      </Part>
    </Flex>
  );
}

function Others({ delegations }: { delegations: SluiceApi.Delegation[] }) {
  return (
    <Part title="For others">
      {delegations.length === 0 ? (
        <Text color="secondary">You stand in for nobody.</Text>
      ) : (
        <StandInsList label="For others" delegations={delegations} />
      )}
    </Part>
  );
}

function Part({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <Flex direction="column" gap="3">
      <Text as="h3" variant="title-x-small">
        {title}
      </Text>
      {children}
    </Flex>
  );
}
