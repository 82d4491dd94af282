import { Badge, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Differences } from '../plan';
import { byAttention, READINESS_STATES } from './readinessState';
import styles from './entity.module.css';

/** Each resource, and how it compares; what needs attention comes first. */
export function ReadinessTable({
  items,
}: {
  items: SluiceApi.ReadinessItem[];
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Readiness">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Resource</th>
            <th scope="col">Account</th>
            <th scope="col">Why, and how it differs</th>
          </tr>
        </thead>
        <tbody>
          {byAttention(items).map(item => (
            <tr key={item.id}>
              <td className={styles.short}>
                <State state={item.state} />
              </td>
              <th scope="row">{item.title}</th>
              <td className={styles.short}>{item.account}</td>
              <td>
                <Details item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ state }: { state: SluiceApi.ReadinessItem['state'] }) {
  const { title, meaning, icon } = READINESS_STATES[state];
  return (
    <Badge size="small" icon={icon} title={meaning}>
      {title}
    </Badge>
  );
}

function Details({ item }: { item: SluiceApi.ReadinessItem }) {
  const { title, why, problem, differences } = item;
  return (
    <Flex direction="column" gap="2">
      <Text color="secondary">{why}</Text>
      {problem && <Text>{problem}</Text>}
      {differences.length > 0 && (
        <Differences of={title} differences={differences} />
      )}
    </Flex>
  );
}
