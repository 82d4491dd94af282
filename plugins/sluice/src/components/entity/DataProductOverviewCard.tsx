import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { Badge, Link } from '@backstage/ui';
import type {
  DataProductEntityV1alpha1,
  DataProductOutputPort,
} from '@sluice/plugin-sluice-common';
import { Facts } from './Facts';
import { Section } from './Section';
import { tableRefsOf } from './tableRefsOf';

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
  const { spec } = useEntity<DataProductEntityV1alpha1>().entity;
  const { support, terms } = spec;
  return (
    <Section title="Data product">
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
    </Section>
  );
}
