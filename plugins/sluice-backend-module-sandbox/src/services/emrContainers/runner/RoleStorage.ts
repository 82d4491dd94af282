import { Caller, SandboxWorld } from '../../../core';
import { s3Service } from '../../s3';
import { parseS3Uri } from '../../s3/objectStore';

/** S3 as a job's driver has it, by `s3://` addresses. */
export class RoleStorage {
  constructor(
    private readonly world: SandboxWorld,
    private readonly driver: Caller,
    private readonly region: string,
  ) {}

  /** @throws AwsError `AccessDenied`, `NoSuchBucket`, `NoSuchKey` */
  async get(uri: string): Promise<Uint8Array> {
    const { Body } = await this.call('GetObject', uri);
    return Body;
  }

  /** @throws AwsError `AccessDenied`, `NoSuchBucket` */
  async put(uri: string, Body: Uint8Array): Promise<void> {
    await this.call('PutObject', uri, { Body });
  }

  private async call(operation: string, uri: string, more: object = {}) {
    const { bucket, key } = parseS3Uri(uri) ?? { bucket: '', key: '' };
    return (await s3Service.operations[operation](
      { Bucket: bucket, Key: key, ...more },
      {
        world: this.world,
        caller: this.driver,
        region: this.region,
        requestId: this.driver.arn,
      },
    )) as any;
  }
}
