import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { timeLeftText } from '../requests/timeLeft';
import { timeText } from '../time';
import type { OpenAgreement } from './AgreementDialog';
import styles from './myAccess.module.css';

/** A request by which a team reads a table: its end, and what the team may do about it. */
export function Agreement({
  request: { id, purpose, expiresAt, actions },
  request,
  of,
  onOpen,
}: {
  request: SluiceApi.AccessRequestSummary;
  /** Name of the table. */
  of: string;
  onOpen: (open: OpenAgreement) => void;
}) {
  const requestRoute = useRouteRef(requestRouteRef);
  const button = (act: OpenAgreement['act'], title: string) => (
    <Button
      variant="tertiary"
      size="small"
      aria-label={`${title} access to ${of}`}
      onPress={() => onOpen({ act, request })}
    >
      {`${title}…`}
    </Button>
  );
  return (
    <li className={styles.grant}>
      <Link
        href={requestRoute?.({ requestId: id })}
        title={purpose}
        className={styles.purpose}
      >
        {purpose}
      </Link>
      {expiresAt && (
        <Text variant="body-small" color="secondary">
          Until {timeText(expiresAt)}, {timeLeftText(expiresAt, new Date())}
        </Text>
      )}
      <Flex gap="1" className={styles.wrap}>
        {actions.includes('extend') && button('extend', 'Extend')}
        {actions.includes('extend') && button('change', 'Change')}
        {actions.includes('revoke') && button('giveBack', 'Give back')}
      </Flex>
    </li>
  );
}
