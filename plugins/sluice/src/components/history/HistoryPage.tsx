import { Flex, Text } from '@backstage/ui';
import { History } from './History';

/** Everything that happened to requests and grants. */
export function HistoryPage() {
  return (
    <Flex direction="column" gap="4">
      <Text color="secondary">
        Who asked for what, who decided and why, when access began in Lake
        Formation, and when it ended.
      </Text>
      <History />
    </Flex>
  );
}
