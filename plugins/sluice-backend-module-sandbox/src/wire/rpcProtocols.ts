import { decodeForm } from './formCodec';
import { decodeJson, encodeJson } from './jsonCodec';
import { textOf } from './messages';
import {
  bytes,
  jsonError,
  parseJsonBody,
  ProtocolCodec,
  unknownOperation,
} from './protocolCodec';
import { element, encodeXmlMembers, textContent } from './xmlCodec';

/** awsJson 1.1: Glue and Athena. */
export const awsJson: ProtocolCodec = {
  decode(service, request) {
    const target = request.headers['x-amz-target'] ?? '';
    const name = target.split('.').pop()!;
    const operation = service.operations.get(name);
    if (!operation) throw unknownOperation(service, `target ${target}`);
    const input = decodeJson(operation.input!, parseJsonBody(request.body));
    return { operation, input: (input ?? {}) as Record<string, unknown> };
  },
  encode(_service, operation, output, requestId) {
    return {
      status: 200,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': requestId,
      },
      body: bytes(JSON.stringify(encodeJson(operation.output!, output) ?? {})),
    };
  },
  encodeError(_service, error, model, requestId) {
    return {
      status: model.status,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': requestId,
      },
      body: jsonError(error, model),
    };
  },
};

/** awsQuery: IAM and STS. */
export const awsQuery: ProtocolCodec = {
  decode(service, request) {
    const form = new URLSearchParams(
      request.method === 'GET' ? request.query : textOf(request.body),
    );
    const name = form.get('Action') ?? '';
    const operation = service.operations.get(name);
    if (!operation) throw unknownOperation(service, `action ${name}`);
    return { operation, input: decodeForm(operation.input!, form) };
  },
  encode(service, operation, output, requestId) {
    const { name } = operation;
    const members = encodeXmlMembers(operation.output!, output);
    const result = operation.output!.isUnitSchema()
      ? ''
      : element(`${name}Result`, members);
    return {
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: bytes(
        element(
          `${name}Response`,
          result + element('ResponseMetadata', element('RequestId', requestId)),
          { xmlns: service.xmlNamespace! },
        ),
      ),
    };
  },
  encodeError(service, error, model, requestId) {
    return {
      status: model.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: bytes(
        element(
          'ErrorResponse',
          element(
            'Error',
            element('Type', model.status < 500 ? 'Sender' : 'Receiver') +
              element('Code', model.code) +
              element('Message', textContent(error.message)),
          ) + element('RequestId', requestId),
          { xmlns: service.xmlNamespace! },
        ),
      ),
    };
  },
};
