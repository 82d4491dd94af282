import { paginateListResources } from '@aws-sdk/client-lakeformation';
import { PartReader } from '../AccountReader';
import { ObservedDocument } from '../../store';

/** `lakeformation:ListResources`: the S3 locations that Lake Formation governs. */
export const readLocations: PartReader = async ({ clients }) => {
  const documents: ObservedDocument[] = [];
  const pages = paginateListResources(
    { client: clients.lakeFormation, pageSize: 1000 },
    {},
  );
  for await (const page of pages) {
    for (const resource of page.ResourceInfoList ?? []) {
      documents.push({
        type: 'location',
        key: resource.ResourceArn!,
        document: {
          resourceArn: resource.ResourceArn!,
          ...(resource.RoleArn && { roleArn: resource.RoleArn }),
          mode: resource.HybridAccessEnabled ? 'hybrid' : 'lakeFormation',
        },
      });
    }
  }
  return documents;
};
