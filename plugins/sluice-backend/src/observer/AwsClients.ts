import { EMRContainersClient } from '@aws-sdk/client-emr-containers';
import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { RAMClient } from '@aws-sdk/client-ram';
import { S3Client } from '@aws-sdk/client-s3';
import type { AwsClientConfiguration } from '@sluice/plugin-sluice-node';
import { CallBudget } from './CallBudget';

/** The clients that one observation of one account reads through. */
export class AwsClients {
  readonly glue: GlueClient;
  readonly lakeFormation: LakeFormationClient;
  readonly ram: RAMClient;
  readonly iam: IAMClient;
  readonly emrContainers: EMRContainersClient;
  readonly s3: S3Client;

  constructor(configuration: AwsClientConfiguration, budget: CallBudget) {
    this.glue = new GlueClient(configuration);
    this.lakeFormation = new LakeFormationClient(configuration);
    this.ram = new RAMClient(configuration);
    this.iam = new IAMClient(configuration);
    this.emrContainers = new EMRContainersClient(configuration);
    this.s3 = new S3Client({ ...configuration, followRegionRedirects: true });
    for (const client of this.all()) budget.attachTo(client);
  }

  /** Closes the sockets. */
  destroy(): void {
    for (const client of this.all()) client.destroy();
  }

  private all() {
    return [
      this.glue,
      this.lakeFormation,
      this.ram,
      this.iam,
      this.emrContainers,
      this.s3,
    ];
  }
}
