import { AwsError } from '../../core';

/** `/bucket/key` or `bucket/key`, encoded. @throws AwsError `InvalidArgument` */
export function parseCopySource(source: string): {
  bucket: string;
  key: string;
} {
  const [path, version] = source.split('?versionId=');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path));
  if (!match || version) {
    throw new AwsError(
      'InvalidArgument',
      `Copy Source must mention the source bucket and key, without a version: ${source}`,
      400,
    );
  }
  return { bucket: match[1], key: match[2] };
}
