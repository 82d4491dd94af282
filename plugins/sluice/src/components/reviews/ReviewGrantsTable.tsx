import { Checkbox, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Person } from '../changes/Person';
import tables from '../entity/entity.module.css';
import { titleOf } from '../requests/requestText';
import { timeText } from '../time';
import { GrantAnswer } from './GrantAnswer';
import { GrantInReview } from './GrantInReview';
import styles from './reviews.module.css';

/** Each grant with all that an answer needs, and what was answered. */
export function ReviewGrantsTable({
  reviewId,
  items,
  chosen,
  onChoose,
  onRevoke,
}: {
  reviewId: string;
  items: SluiceApi.ReviewItem[];
  /** Ids of requests. */
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onRevoke: (request: SluiceApi.AccessRequestSummary) => void;
}) {
  const answerable = items
    .filter(({ mayAnswer }) => mayAnswer)
    .map(({ request }) => request.id);
  const count = answerable.filter(id => chosen.has(id)).length;
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Grants">
        <thead>
          <tr>
            {answerable.length > 0 && (
              <th scope="col">
                <Checkbox
                  aria-label="Select all that are shown"
                  isSelected={count === answerable.length}
                  isIndeterminate={count > 0 && count < answerable.length}
                  onChange={all => onChoose(new Set(all ? answerable : []))}
                />
              </th>
            )}
            <th scope="col">Grant</th>
            <th scope="col">Purpose</th>
            <th scope="col" className={tables.short}>
              Since, until
            </th>
            <th scope="col">Approved by, last review</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.request.id}>
              {answerable.length > 0 && (
                <td>
                  {item.mayAnswer && (
                    <Checkbox
                      aria-label={`Select ${titleOf(item.request)}`}
                      isSelected={chosen.has(item.request.id)}
                      onChange={isChosen => toggle(item.request.id, isChosen)}
                    />
                  )}
                </td>
              )}
              <th scope="row" className={styles.grant}>
                <GrantInReview request={item.request} />
              </th>
              <td className={styles.purpose}>{item.request.purpose}</td>
              <td className={tables.short}>
                <Period request={item.request} />
              </td>
              <td className={styles.people}>
                <Agreed item={item} />
              </td>
              <td className={styles.answer}>
                <GrantAnswer
                  reviewId={reviewId}
                  item={item}
                  onRevoke={() => onRevoke(item.request)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Period({
  request: { startsAt, expiresAt },
}: {
  request: SluiceApi.AccessRequestSummary;
}) {
  return (
    <>
      <div>{startsAt ? timeText(startsAt) : 'when it is granted'}</div>
      <div>{expiresAt ? timeText(expiresAt) : '–'}</div>
    </>
  );
}

function Agreed({
  item: { approvedBy = [], reviewedAt },
}: {
  item: SluiceApi.ReviewItem;
}) {
  return (
    <Flex direction="column" gap="1">
      {approvedBy.map(person => (
        <Person key={person} entityRef={person} />
      ))}
      <Text variant="body-small" color="secondary">
        {reviewedAt ? `Kept ${timeText(reviewedAt)}` : 'Not reviewed before'}
      </Text>
    </Flex>
  );
}
