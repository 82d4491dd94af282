import type { NormalizedSchema } from '@smithy/core/schema';
import {
  BodyCodec,
  payloadMember,
  readBindings,
  writeHeaders,
} from './httpBindings';
import { decodeJson, encodeJson, membersByWireName } from './jsonCodec';
import { textOf, WireRequest } from './messages';
import type { ServiceModel } from './models';
import {
  bytes,
  DecodedCall,
  jsonError,
  parseJsonBody,
  ProtocolCodec,
  unknownOperation,
} from './protocolCodec';
import { matchRoute } from './routes';
import { checkRequired, serializationError } from './scalars';
import {
  decodeXml,
  element,
  encodeXmlMembers,
  parseXml,
  textContent,
} from './xmlCodec';

const jsonBody: BodyCodec = {
  contentType: 'application/json',
  decode: (_schema, body) => parseJsonBody(body),
  encode: (schema, value) => bytes(JSON.stringify(encodeJson(schema, value))),
};

const xmlBody: BodyCodec = {
  contentType: 'application/xml',
  decode: (schema, body) => {
    const [root] = Object.values(parseXml(textOf(body)));
    return decodeXml(schema, root, '');
  },
  encode: (schema, value) => bytes(encodeXmlMembers(schema, value)),
};

/** Members of a body that are not bound to path, query or header. */
function decodeUnbound(
  schema: NormalizedSchema,
  body: Record<string, unknown>,
  bound: Record<string, unknown>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...bound };
  const members = membersByWireName(schema);
  for (const [wireName, value] of Object.entries(body)) {
    const member = members.get(wireName);
    if (!member) throw serializationError(wireName, 'a known member', value);
    const decoded = decodeJson(member.schema, value, wireName);
    if (decoded !== undefined) result[member.name] = decoded;
  }
  return result;
}

function decodeRest(
  service: ServiceModel,
  request: WireRequest,
  codec: BodyCodec,
  isModelled: (operation: string) => boolean,
): DecodedCall {
  const route = matchRoute(service, request, isModelled);
  if (!route) {
    throw unknownOperation(service, `${request.method} ${request.path}`);
  }
  const { operation } = route;
  const labels = { ...route.labels, ...request.hostLabels };
  if (!operation.input) {
    // No schema: a JSON service whose members keep their names.
    const query = Object.fromEntries(
      [...new Set(request.query.keys())].map(key => {
        const values = request.query.getAll(key);
        if (key === 'maxResults') return [key, Number(values[0])];
        return [key, key === 'states' ? values : values[0]];
      }),
    );
    const body = parseJsonBody(request.body) as Record<string, unknown>;
    return { operation, input: { ...query, ...body, ...labels } };
  }
  const { bound, payload, hasBody } = readBindings(
    operation.input,
    request,
    labels,
  );
  let input = bound;
  if (payload) {
    const member = operation.input.getMemberSchema(payload);
    if (member.isBlobSchema()) input[payload] = request.body;
    else if (member.isStringSchema()) input[payload] = textOf(request.body);
    else if (request.body.byteLength > 0) {
      input[payload] = codec.decode(member, request.body);
    }
  } else if (hasBody && codec === jsonBody) {
    input = decodeUnbound(
      operation.input,
      parseJsonBody(request.body) as Record<string, unknown>,
      bound,
    );
  }
  checkRequired(operation.input, input, '');
  return { operation, input };
}

/** restJson 1: Lake Formation, RAM, EKS, EMR containers. */
export const restJson: ProtocolCodec = {
  decode: (service, request, isModelled) =>
    decodeRest(service, request, jsonBody, isModelled),
  encode(_service, operation, output, requestId) {
    const headers: Record<string, string> = {
      'content-type': jsonBody.contentType,
      'x-amzn-requestid': requestId,
    };
    return {
      status: operation.http!.status,
      headers: {
        ...headers,
        ...(operation.output && writeHeaders(operation.output, output)),
      },
      body: operation.output
        ? jsonBody.encode(operation.output, output)
        : bytes(JSON.stringify(output)),
    };
  },
  encodeError(_service, error, model, requestId) {
    return {
      status: model.status,
      headers: {
        'content-type': jsonBody.contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': model.code,
      },
      body: jsonError(error, model),
    };
  },
};

/** restXml: S3. */
export const restXml: ProtocolCodec = {
  decode: (service, request, isModelled) =>
    decodeRest(service, request, xmlBody, isModelled),
  encode(service, operation, output, requestId) {
    const schema = operation.output!;
    const headers: Record<string, string> = {
      'x-amz-request-id': requestId,
      ...writeHeaders(schema, output),
    };
    const payload = payloadMember(schema);
    let body: Uint8Array = new Uint8Array();
    if (payload) {
      const [name, member] = payload;
      const value = output[name];
      if (value instanceof Uint8Array) body = value;
      else if (typeof value === 'string') body = bytes(value);
      else if (value) {
        headers['content-type'] = xmlBody.contentType;
        body = bytes(
          element(
            String(member.getMergedTraits().xmlName ?? member.getName()),
            encodeXmlMembers(member, value as Record<string, unknown>),
            { xmlns: service.xmlNamespace! },
          ),
        );
      }
    } else if (operation.name === 'GetBucketLocation') {
      // The one answer of S3 whose only member is the root (s3UnwrappedXmlOutput).
      headers['content-type'] = xmlBody.contentType;
      body = bytes(
        element(
          'LocationConstraint',
          textContent(String(output.LocationConstraint ?? '')),
          { xmlns: service.xmlNamespace! },
        ),
      );
    } else if (!schema.isUnitSchema()) {
      const members = encodeXmlMembers(schema, output);
      if (members) {
        headers['content-type'] = xmlBody.contentType;
        body = bytes(
          element(
            String(schema.getMergedTraits().xmlName ?? schema.getName()),
            members,
            { xmlns: service.xmlNamespace! },
          ),
        );
      }
    }
    return {
      status: (output.$status as number) ?? operation.http!.status,
      headers,
      body,
    };
  },
  encodeError(_service, error, model, requestId) {
    return {
      status: model.status,
      headers: {
        'content-type': xmlBody.contentType,
        'x-amz-request-id': requestId,
      },
      body: bytes(
        element(
          'Error',
          element('Code', model.code) +
            element('Message', textContent(error.message)) +
            element('RequestId', requestId),
        ),
      ),
    };
  },
};
