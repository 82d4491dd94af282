import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { Badge, Flex, Link } from '@backstage/ui';
import type {
  DataProductEntityV1alpha1,
  DataProductOutputPort,
} from '@sluice/plugin-sluice-common';
import { QueryProvider } from '../QueryProvider';
import { RequestAccessButton } from '../requestAccess';
import { Facts } from './Facts';
import { Section } from './Section';
import { servedTablesOf, tableRefsOf } from './tableRefsOf';

function OutputPort({ port }: { port: DataProductOutputPort }) {
  return (
    <div>
      {[port.name, port.version].filter(Boolean).join(' ')}
      {port.description && ` · ${port.description}`}
      {tableRefsOf(port).map(table => (
        <div key={table}>
          <EntityRefLink entityRef={table} />
        </div>
      ))}
    </div>
  );
}

/** What a data product is for, what it serves, and what its owner promises. */
export function DataProductOverviewCard() {
  const { entity } = useEntity<DataProductEntityV1alpha1>();
  const { spec } = entity;
  const { support, terms } = spec;
  return (
    <Section title="Data product">
      <Flex direction="column" gap="4">
        <Facts
          facts={[
            ['Purpose', spec.purpose],
            ['How to use it', spec.usage],
            ['Limitations', spec.limitations],
            [
              'Classification',
              spec.classification && <Badge>{spec.classification}</Badge>,
            ],
            ['Lifecycle', spec.lifecycle],
            [
              'Output ports',
              spec.outputPorts.length > 0 &&
                spec.outputPorts.map(port => (
                  <OutputPort key={port.name} port={port} />
                )),
            ],
            [
              'Input ports',
              spec.inputPorts?.map(({ name, description }) => (
                <div key={name}>
                  {[name, description].filter(Boolean).join(' · ')}
                </div>
              )),
            ],
            [
              'Terms of use',
              terms && <Link href={terms.url}>Version {terms.version}</Link>,
            ],
            [
              'Support',
              support?.url ? (
                <Link href={support.url}>{support.channel}</Link>
              ) : (
                support?.channel
              ),
            ],
            [
              'Service levels',
              spec.sla &&
                Object.entries(spec.sla).map(([level, promise]) => (
                  <div key={level}>
                    {level}: {promise}
                  </div>
                )),
            ],
          ]}
        />
        <QueryProvider>
          <RequestAccessButton tables={servedTablesOf(entity)} />
        </QueryProvider>
      </Flex>
    </Section>
  );
}
