import {
  RiAddBoxLine,
  RiCheckLine,
  RiFileCopyLine,
  RiQuestionLine,
} from '@remixicon/react';
import { Text } from '@backstage/ui';
import type { RowStanding } from './compareViews';
import styles from './preview.module.css';

const STANDINGS: Record<
  RowStanding,
  { title: string; meaning: string; icon: JSX.Element }
> = {
  both: {
    title: 'Yes',
    meaning: 'Equal in all columns that both see',
    icon: <RiCheckLine aria-hidden size={16} />,
  },
  more: {
    title: 'Fewer times',
    meaning: 'There are more equal rows here than there',
    icon: <RiFileCopyLine aria-hidden size={16} />,
  },
  only: {
    title: 'No, only here',
    meaning: 'No row there is equal in all columns that both see',
    icon: <RiAddBoxLine aria-hidden size={16} />,
  },
  unknown: {
    title: 'Not known',
    meaning: 'Not among the rows that are shown there; there are more',
    icon: <RiQuestionLine aria-hidden size={16} />,
  },
};

/** Whether a row is in the other view, by icon and word. */
export function Standing({ standing }: { standing: RowStanding }) {
  const { title, meaning, icon } = STANDINGS[standing];
  return (
    <span className={styles.standing} data-standing={standing} title={meaning}>
      {icon}
      <Text
        variant="body-small"
        weight={standing === 'both' ? 'regular' : 'bold'}
      >
        {title}
      </Text>
    </span>
  );
}
