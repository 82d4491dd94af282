"""Checks recorded exchanges against botocore's service models.

The models are AWS's own, read here by Python, so that the sandbox (whose codecs
read the models of the JavaScript SDK) is not checked against its own reading.
"""

from __future__ import annotations

import base64
import datetime
import decimal
import io
import json
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import lru_cache

import botocore.parsers
import botocore.session
import botocore.utils
import regex

_SESSION = botocore.session.Session()
_SERVICE_IDS = {
    "lakeformation": "lakeformation",
    "lakeFormation": "lakeformation",
    "emrContainers": "emr-containers",
}

# Errors that every service may answer with; models list those of an operation only.
COMMON_ERRORS = {
    "AccessDenied",
    "AccessDeniedException",
    "InvalidAction",
    "InvalidClientTokenId",
    "MalformedPolicyDocument",
    "NotImplemented",
    "SignatureDoesNotMatch",
    "Throttling",
    "ThrottlingException",
    "UnknownOperationException",
    # The sandbox's own, for an operation that AWS has and it does not.
    "UnsupportedOperationException",
    "UnrecognizedClientException",
    "ValidationError",
    "ValidationException",
}


# AWS documents them; botocore's model does not have them yet.
IN_NO_SDK = {"lakeformation:AttachRLSPolicy", "lakeformation:DetachRLSPolicy"}


@dataclass(frozen=True)
class Violation:
    exchange: str
    path: str
    problem: str


@lru_cache(maxsize=None)
def service_model(service: str):
    return _SESSION.get_service_model(_SERVICE_IDS.get(service, service))


class ShapeCheck:
    """Walks a parsed value beside its shape and notes what the model forbids."""

    def __init__(self, exchange: str):
        self.exchange = exchange
        self.violations: list[Violation] = []

    def report(self, path: str, problem: str) -> None:
        self.violations.append(Violation(self.exchange, path, problem))

    def check(self, shape, value, path: str, required: bool = True) -> None:
        check = getattr(self, f"_{shape.type_name}", None)
        if check is None:
            self.report(path, f"no check for type {shape.type_name}")
        else:
            check(shape, value, path, required)

    def _is(self, types, shape, value, path: str) -> bool:
        if isinstance(value, types) and not (
            isinstance(value, bool) and types is not bool
        ):
            return True
        self.report(path, f"{type(value).__name__} where {shape.type_name} is due")
        return False

    def _structure(self, shape, value, path, required):
        if shape.is_document_type or not self._is(dict, shape, value, path):
            return
        for name in shape.required_members if required else ():
            if value.get(name) is None:
                self.report(f"{path}.{name}", "required, but absent")
        for name, member in value.items():
            if name not in shape.members:
                self.report(f"{path}.{name}", "unknown member")
            elif member is not None:
                self.check(shape.members[name], member, f"{path}.{name}", required)
        if shape.is_tagged_union and len(value) != 1:
            self.report(path, f"union with {len(value)} members")

    def _list(self, shape, value, path, required):
        if not self._is(list, shape, value, path):
            return
        self._range(shape, len(value), path, "length")
        for index, member in enumerate(value):
            self.check(shape.member, member, f"{path}[{index}]", required)

    def _map(self, shape, value, path, required):
        if not self._is(dict, shape, value, path):
            return
        self._range(shape, len(value), path, "length")
        for key, member in value.items():
            self.check(shape.key, key, f"{path}<key>", required)
            self.check(shape.value, member, f"{path}.{key}", required)

    def _string(self, shape, value, path, required):
        if not self._is(str, shape, value, path):
            return
        self._range(shape, len(value), path, "length")
        if shape.enum and value not in shape.enum:
            self.report(path, f"{value!r} is not one of {shape.enum}")
        pattern = shape.metadata.get("pattern")
        if pattern and not _compiled(pattern).fullmatch(value):
            self.report(path, f"{value!r} does not match {pattern}")

    _character = _string

    def _blob(self, shape, value, path, required):
        if self._is((bytes, str), shape, value, path):
            self._range(shape, len(value), path, "length")

    def _boolean(self, shape, value, path, required):
        self._is(bool, shape, value, path)

    def _integer(self, shape, value, path, required):
        if self._is(int, shape, value, path):
            self._range(shape, value, path, "value")

    _long = _integer

    def _float(self, shape, value, path, required):
        if self._is((int, float, decimal.Decimal), shape, value, path):
            self._range(shape, value, path, "value")

    _double = _float

    def _timestamp(self, shape, value, path, required):
        self._is(datetime.datetime, shape, value, path)

    def _range(self, shape, number, path, what):
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is not None and number < low:
            self.report(path, f"{what} {number} below {low}")
        if high is not None and number > high:
            self.report(path, f"{what} {number} above {high}")


@lru_cache(maxsize=None)
def _compiled(pattern: str):
    """AWS matches the whole value; Java's pairs of \\uXXXX become one character."""
    joined = re.sub(
        r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})",
        lambda pair: chr(
            0x10000
            + ((int(pair[1], 16) - 0xD800) << 10)
            + (int(pair[2], 16) - 0xDC00)
        ),
        pattern,
    )
    return regex.compile(joined, regex.VERSION0)


def check_exchange(exchange: dict) -> list[Violation]:
    """What one recorded exchange has that the model of its operation forbids."""
    name = f"{exchange['service']}:{exchange['operation']}"
    if name in IN_NO_SDK:
        return []
    model = service_model(exchange["service"])
    if exchange["operation"] not in model.operation_names:
        return [Violation(name, "", "no such operation in botocore's model")]
    operation = model.operation_model(exchange["operation"])
    check = ShapeCheck(name)
    # A caller may send what is wrong, to be refused for it. What is accepted must be right.
    if exchange["status"] < 300:
        _check_request(check, model, operation, exchange)
    _check_response(check, model, operation, exchange)
    return check.violations


def _check_request(check, model, operation, exchange):
    if operation.input_shape is None:
        return
    parameters = RequestReader(model, operation, exchange, check).read()
    check.check(operation.input_shape, parameters, "request")


def _check_response(check, model, operation, exchange):
    body = base64.b64decode(exchange["responseBody"])
    headers = {k.lower(): v for k, v in exchange["responseHeaders"].items()}
    response = {
        "status_code": exchange["status"],
        "headers": botocore.compat.HTTPHeaders.from_dict(headers),
        "body": io.BytesIO(body) if operation.has_streaming_output else body,
        "context": {"operation_name": operation.name},
    }
    protocol = model.metadata["protocol"]
    parser = botocore.parsers.create_parser(protocol)
    if exchange["status"] >= 300:
        _check_error(check, model, operation, parser, response, body, exchange)
        return
    due = operation.http.get("responseCode", 200)
    if exchange["status"] != due and exchange["status"] not in (204, 206):
        check.report("response", f"status {exchange['status']} where {due} is due")
    if operation.output_shape is None:
        return
    try:
        parsed = parser.parse(response, operation.output_shape)
    except Exception as error:  # Whatever botocore cannot read is the finding.
        check.report("response", f"botocore cannot read it: {error}")
        return
    parsed.pop("ResponseMetadata", None)
    if operation.has_streaming_output:
        parsed.pop(operation.output_shape.serialization.get("payload"), None)
    check.check(operation.output_shape, parsed, "response")
    if protocol in ("json", "rest-json") and body:
        _check_raw_json(check, operation.output_shape, json.loads(body), "response")


def _check_error(check, model, operation, parser, response, body, exchange):
    response["body"] = body
    parsed = parser.parse(response, None)
    code = parsed.get("Error", {}).get("Code")
    if exchange["method"] == "HEAD":
        return
    modelled = {shape.error_code for shape in operation.error_shapes}
    modelled |= {shape.name for shape in operation.error_shapes}
    every = {shape.error_code for shape in model.error_shapes}
    every |= {shape.name for shape in model.error_shapes}
    # S3's model names almost none of the errors that its documentation lists.
    if model.service_name != "s3" and code not in modelled | every | COMMON_ERRORS:
        check.report("response", f"error {code} is not modelled")
    # An error may leave its message out of the model, but never out of the answer.
    if not parsed.get("Error", {}).get("Message"):
        check.report("response", f"error {code} without a message")


def _check_raw_json(check, shape, value, path):
    """Botocore's parsers drop members they do not know, so look at the body itself."""
    if value is None or shape.type_name not in ("structure", "list", "map"):
        return
    if not isinstance(value, list if shape.type_name == "list" else dict):
        check.report(path, f"{type(value).__name__} where {shape.type_name} is due")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            _check_raw_json(check, shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, member in value.items():
            _check_raw_json(check, shape.value, member, f"{path}.{key}")
    elif not shape.is_document_type:
        if payload := shape.serialization.get("payload"):
            _check_raw_json(check, shape.members[payload], value, path)
            return
        known = {
            member.serialization.get("name", name): member
            for name, member in shape.members.items()
        }
        for key, member in value.items():
            if key not in known:
                check.report(f"{path}.{key}", "unknown member in the body")
            else:
                _check_raw_json(check, known[key], member, f"{path}.{key}")


class RequestReader:
    """Reads a request back into parameters; the operation is known from the record."""

    def __init__(self, model, operation, exchange, check):
        self.protocol = model.metadata["protocol"]
        self.operation = operation
        self.exchange = exchange
        self.check = check
        self.body = base64.b64decode(exchange["requestBody"])
        self.headers = {k.lower(): v for k, v in exchange["requestHeaders"].items()}
        self.query = urllib.parse.parse_qs(
            exchange["query"].lstrip("?"), keep_blank_values=True
        )

    def read(self) -> dict:
        shape = self.operation.input_shape
        if self.protocol == "json":
            return self._json(shape, json.loads(self.body or b"{}"))
        if self.protocol == "query":
            form = urllib.parse.parse_qs(self.body.decode(), keep_blank_values=True)
            form = {name: values[0] for name, values in form.items()}
            return self._form(shape, form, "")
        return self._rest(shape)

    def _rest(self, shape) -> dict:
        labels = self._labels()
        parameters = {}
        in_body = {}
        for name, member in shape.members.items():
            place = member.serialization.get("location")
            wire = member.serialization.get("name", name)
            if place == "uri":
                parameters[name] = self._text(member, labels.get(wire, ""))
            elif place == "querystring" and wire in self.query:
                values = self.query[wire]
                parameters[name] = (
                    [self._text(member.member, value) for value in values]
                    if member.type_name == "list"
                    else self._text(member, values[0])
                )
            elif place == "header" and wire.lower() in self.headers:
                parameters[name] = self._text(member, self.headers[wire.lower()])
            elif place == "headers":
                found = {
                    key[len(wire) :]: value
                    for key, value in self.headers.items()
                    if key.startswith(wire.lower())
                }
                if found:
                    parameters[name] = found
            elif place is None:
                in_body[name] = member
        payload = shape.serialization.get("payload")
        if payload and self.body:
            member = shape.members[payload]
            if member.type_name == "structure":
                parameters[payload] = self._document(member)
            else:
                text = member.type_name == "string"
                parameters[payload] = self.body.decode() if text else self.body
        elif not payload and in_body and self.body:
            document = json.loads(self.body)
            known = {
                member.serialization.get("name", name): name
                for name, member in in_body.items()
            }
            for key, value in document.items():
                if key in known:
                    parameters[known[key]] = self._json(in_body[known[key]], value)
                else:
                    parameters[key] = value
        return parameters

    def _document(self, shape):
        if self.protocol == "rest-json":
            return self._json(shape, json.loads(self.body))
        return self._xml(shape, ElementTree.fromstring(self.body))

    def _labels(self) -> dict:
        template = self.operation.http["requestUri"].split("?")[0]
        path = self.exchange["path"]
        if "{Bucket}" in template and (
            bucket := re.match(r"(.+)\.s3[.-]", self.exchange.get("host") or "")
        ):
            path = f"/{bucket[1]}{path}"
        pattern = ""
        for literal, label, greedy in re.findall(
            r"([^{]*)(?:\{(\w+)(\+?)\})?", template
        ):
            pattern += re.escape(literal)
            if label:
                pattern += f"(?P<{label}>{'.+' if greedy else '[^/]+'})"
        match = re.fullmatch(pattern + "/?", path)
        if match is None:
            self.check.report("request", f"path {path} does not fit {template}")
            return {}
        return {
            name: urllib.parse.unquote(value)
            for name, value in match.groupdict().items()
        }

    def _json(self, shape, value):
        if value is None:
            return None
        if shape.type_name == "structure" and isinstance(value, dict):
            known = {
                member.serialization.get("name", name): name
                for name, member in shape.members.items()
            }
            return {
                known.get(key, key): self._json(shape.members[known[key]], member)
                if key in known
                else member
                for key, member in value.items()
            }
        if shape.type_name == "list" and isinstance(value, list):
            return [self._json(shape.member, member) for member in value]
        if shape.type_name == "map" and isinstance(value, dict):
            return {key: self._json(shape.value, v) for key, v in value.items()}
        if shape.type_name == "timestamp":
            return botocore.utils.parse_timestamp(value)
        if shape.type_name == "blob":
            return base64.b64decode(value)
        return value

    def _form(self, shape, form: dict, prefix: str):
        if shape.type_name == "structure":
            value = {}
            for name, member in shape.members.items():
                key = f"{prefix}{member.serialization.get('name', name)}"
                if any(k == key or k.startswith(f"{key}.") for k in form):
                    value[name] = self._form(member, form, f"{key}.")
            return value
        if shape.type_name == "list":
            value, index = [], 1
            middle = (
                ""
                if shape.serialization.get("flattened")
                else f"{shape.member.serialization.get('name', 'member')}."
            )
            while any(
                k == f"{prefix}{middle}{index}" or k.startswith(f"{prefix}{middle}{index}.")
                for k in form
            ):
                value.append(self._form(shape.member, form, f"{prefix}{middle}{index}."))
                index += 1
            return value
        return self._text(shape, form[prefix.rstrip(".")])

    def _xml(self, shape, node):
        def children(name):
            return [child for child in node if child.tag.split("}")[-1] == name]

        if shape.type_name == "structure":
            value = {}
            for name, member in shape.members.items():
                wire = member.serialization.get("name", name)
                if member.type_name == "list" and member.serialization.get("flattened"):
                    found = children(wire)
                    if found:
                        value[name] = [self._xml(member.member, n) for n in found]
                elif member.serialization.get("xmlAttribute"):
                    continue
                elif found := children(wire):
                    value[name] = self._xml(member, found[0])
            return value
        if shape.type_name == "list":
            return [
                self._xml(shape.member, n)
                for n in children(shape.member.serialization.get("name", "member"))
            ]
        return self._text(shape, node.text or "")

    def _text(self, shape, text: str):
        if shape.type_name in ("integer", "long"):
            return int(text)
        if shape.type_name in ("float", "double"):
            return float(text)
        if shape.type_name == "boolean":
            return {"true": True, "false": False}.get(text, text)
        if shape.type_name == "timestamp":
            return botocore.utils.parse_timestamp(text)
        if shape.type_name == "blob":
            return base64.b64decode(text)
        return text
