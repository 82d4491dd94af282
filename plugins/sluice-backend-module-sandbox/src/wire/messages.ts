/** An HTTP request as any AWS client sends it. */
export interface WireRequest {
  method: string;
  /** Encoded path without query. */
  path: string;
  query: URLSearchParams;
  host: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Labels that were not in the path: the bucket of a virtual-hosted S3 request. */
  hostLabels?: Record<string, string>;
}

/** What the sandbox answers. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** UTF-8 text of a body. */
export function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(
    'utf8',
  );
}
