import { useLocation, useSearchParams } from 'react-router-dom';
import { Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { AsOfBar } from '../asOf';
import { CopyLink } from './CopyLink';
import { Findings } from './Findings';
import { Question, QuestionKind, questionIn, searchOf } from './question';
import { WhatCanSee } from './WhatCanSee';
import { WhoCanSee } from './WhoCanSee';
import { WhatIf } from './whatIf';
import { Why } from './Why';
import styles from './explorer.module.css';

const TITLES: Record<QuestionKind, string> = {
  who: 'Who can see…',
  what: 'What can … see',
  why: 'Why, or why not?',
  whatIf: 'What if…',
  findings: 'Ways past Lake Formation',
};

const VIEWS = {
  who: WhoCanSee,
  what: WhatCanSee,
  why: Why,
  whatIf: WhatIf,
  findings: Findings,
};

/** Questions that are answered for now only. */
const NOW_ONLY: QuestionKind[] = ['whatIf', 'findings'];

/**
 * Who can see what, and why. The question stands in the URL, except for what may
 * hold personal data: values of a row, and row filters that are tried out.
 */
export function ExplorerPage() {
  const [search, setSearch] = useSearchParams();
  const { state } = useLocation();
  const question = questionIn(search);
  const { at } = question;
  const change = (next: Partial<Question>, options = { replace: true }) =>
    setSearch(
      current => searchOf({ ...questionIn(current), ...next }),
      // What is tried out stays, though it is too long for the URL.
      { ...options, state },
    );
  const View = VIEWS[question.question];
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" justify="between" gap="3" className={styles.wrap}>
        <ToggleButtonGroup
          aria-label="Which question"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[question.question]}
          onSelectionChange={([chosen]) =>
            change(
              {
                question: chosen as QuestionKind,
                level: undefined,
                search: undefined,
              },
              { replace: false },
            )
          }
          className={styles.questions}
        >
          {Object.entries(TITLES).map(([id, title]) => (
            <ToggleButton key={id} id={id}>
              {title}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Flex align="end" gap="3" className={styles.wrap}>
          {!NOW_ONLY.includes(question.question) && (
            <AsOfBar
              key={at}
              at={at}
              onChange={moment => change({ at: moment })}
            />
          )}
          <CopyLink />
        </Flex>
      </Flex>
      <View question={question} onChange={change} />
    </Flex>
  );
}
