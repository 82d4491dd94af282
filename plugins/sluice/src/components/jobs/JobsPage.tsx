import { useSearchParams } from 'react-router-dom';
import { Flex, Select, Text } from '@backstage/ui';
import { TeamSelect } from '../catalog';
import { filterIn, JobFilter, withFilter } from './jobFilter';
import { JobRunsList } from './JobRunsList';
import { STATE_OPTIONS } from './jobState';
import { KIND_OPTIONS } from './jobText';
import styles from './jobs.module.css';

const ANY = 'any';

/** What teams have run, newest first. The filter stands in the URL. */
export function JobsPage() {
  const [search, setSearch] = useSearchParams();
  const filter = filterIn(search);
  const change = (next: JobFilter) =>
    setSearch(current => withFilter(current, next), { replace: true });
  return (
    <Flex direction="column" gap="4">
      <Text color="secondary">
        Spark jobs that ran as a team. They are started on the Jobs tab of the
        team.
      </Text>
      <Flex align="end" gap="3" className={styles.wrap}>
        <TeamSelect
          value={filter.team}
          onChange={team => change({ team })}
          className={styles.filter}
        />
        <Choice
          label="Kind"
          options={KIND_OPTIONS}
          value={filter.kind}
          onChange={kind => change({ kind })}
        />
        <Choice
          label="State"
          options={STATE_OPTIONS}
          value={filter.state}
          onChange={state => change({ state })}
        />
      </Flex>
      <JobRunsList key={JSON.stringify(filter)} filter={filter} />
    </Flex>
  );
}

function Choice<Id extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: { id: Id; label: string }[];
  value?: Id;
  onChange: (value?: Id) => void;
}) {
  return (
    <Select
      label={label}
      size="small"
      options={[{ id: ANY, label: 'Any' }, ...options]}
      value={value ?? ANY}
      onChange={key => onChange(key && key !== ANY ? (key as Id) : undefined)}
      className={styles.filter}
    />
  );
}
