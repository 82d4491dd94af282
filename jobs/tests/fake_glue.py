"""Glue's Data Catalog as far as Iceberg asks it for tables, over HTTP.

Spark, Iceberg's GlueCatalog and the AWS SDK in it are the real ones; this is what
they talk to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

DATABASE = "consumer_healthcare_db"


@dataclass
class FakeGlue:
    """Tables by name: where the metadata of each is; None for one that is denied."""

    tables: dict[str, str | None] = field(default_factory=dict)
    url: str = ""

    def answer(self, operation: str, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if operation == "GetDatabase":
            return 200, {"Database": {"Name": request["Name"]}}
        if operation != "GetTable":
            return refusal("InvalidInputException", f"No answer to {operation}")
        name = request["Name"]
        if name not in self.tables:
            return refusal("EntityNotFoundException", f"Table {name} not found.")
        location = self.tables[name]
        if location is None:
            return refusal(
                "AccessDeniedException",
                f"Insufficient Lake Formation permission(s) on {name}",
            )
        parameters = {"table_type": "ICEBERG", "metadata_location": location}
        table = {
            "Name": name,
            "DatabaseName": request["DatabaseName"],
            "TableType": "EXTERNAL_TABLE",
            "Parameters": parameters,
            "StorageDescriptor": {"Location": location.rsplit("/metadata/", 1)[0]},
        }
        return 200, {"Table": table}


def refusal(code: str, message: str) -> tuple[int, dict[str, Any]]:
    return 400, {"__type": code, "Message": message}


def serve(glue: FakeGlue) -> ThreadingHTTPServer:
    """Listens on a free port until it is shut down."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            operation = self.headers.get("x-amz-target", "").rpartition(".")[2]
            status, answer = glue.answer(operation, json.loads(body))
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Spark's log is enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    glue.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    return server
