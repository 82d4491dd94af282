import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { NumberField, Text, TextAreaField } from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { requestRouteRef } from '../../routes';
import { useRequestPolicy } from '../requestAccess/useRequestPolicy';
import { RequestDialog } from './RequestDialog';
import { askedTermsOf, countText } from './requestText';
import { RequestInShort } from './RequestInShort';

const MINUTES_OF_DAY = 24 * 60;

/** Asks for the same once more, for another time: a request that takes its place. */
export function ExtendDialog({
  request,
  onClose,
}: {
  request: SluiceApi.AccessRequestSummary;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const navigate = useNavigate();
  const requestRoute = useRouteRef(requestRouteRef);
  const policy = useRequestPolicy().data;
  const maxDays =
    policy && Math.floor(policy.maxDurationMinutes / MINUTES_OF_DAY);
  const [days, setDays] = useState(
    Math.max(1, Math.round(request.durationMinutes / MINUTES_OF_DAY)),
  );
  const [purpose, setPurpose] = useState(request.purpose);
  return (
    <RequestDialog
      request={request}
      action="extend"
      verb="extend"
      title="Extend access"
      confirm="Request"
      isDisabled={!(days >= 1) || purpose.trim() === ''}
      onConfirm={() =>
        api.createRequest({
          team: request.team,
          purpose: purpose.trim(),
          terms: {
            ...askedTermsOf(request),
            durationMinutes: days * MINUTES_OF_DAY,
          },
          supersedes: request.id,
          submit: true,
        })
      }
      onDone={({ summary }) =>
        requestRoute && navigate(requestRoute({ requestId: summary.id }))
      }
      onClose={onClose}
    >
      <RequestInShort request={request} />
      <Text>
        Those who own the data decide again. Until then everything stays as it
        is; then the new request takes the place of this one.
      </Text>
      <NumberField
        label="Days, from the approval on"
        description={
          maxDays === undefined
            ? undefined
            : `At most ${countText(maxDays, 'day')}.`
        }
        isRequired
        minValue={1}
        maxValue={maxDays}
        step={1}
        value={days}
        onChange={setDays}
      />
      <TextAreaField
        label="Purpose"
        description="What the data is still needed for."
        isRequired
        maxLength={REQUEST_LIMITS.purpose}
        value={purpose}
        onChange={setPurpose}
      />
    </RequestDialog>
  );
}
