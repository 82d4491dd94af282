import { Text } from '@backstage/ui';
import type { SluiceApi, StageName } from '@sluice/plugin-sluice-common';
import { LevelChip } from '../explorer/LevelChip';
import { ObservedAccess } from './ObservedAccess';

/** How much is read by one stage. */
export function StageAccess({
  item,
  name,
}: {
  item: SluiceApi.AccessStages;
  name: StageName;
}) {
  const { level, text } = item.stages[name];
  if (name === 'observed' || level === 'notProved') {
    return <ObservedAccess item={item} />;
  }
  return (
    <>
      <LevelChip level={level} />
      <Text as="div" variant="body-small" color="secondary">
        {text}
      </Text>
    </>
  );
}
