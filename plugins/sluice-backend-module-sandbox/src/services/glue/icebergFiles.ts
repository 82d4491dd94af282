import { AwsError, CallContext } from '../../core';
import { TableFiles } from '../../iceberg';
import { getObject, parseS3Uri, putObject } from '../s3/objectStore';

/** Iceberg's files in the sandbox's S3. */
export function icebergFiles({ world }: CallContext): TableFiles {
  const parse = (uri: string) => {
    const place = parseS3Uri(uri);
    if (!place) {
      throw new AwsError(
        'InvalidInputException',
        `${uri} is not an S3 location (s3://bucket/prefix).`,
      );
    }
    return place;
  };
  return {
    read(uri) {
      const { bucket, key } = parse(uri);
      return getObject(world, bucket, key);
    },
    write(uri, bytes) {
      const { bucket, key } = parse(uri);
      putObject(world, bucket, key, bytes);
    },
  };
}
