"""Decodes a trace file with the reference messages of OpenTelemetry, and prints what it holds, one JSON object a line.

Ids are hexadecimal in OTLP JSON, where protobuf's own mapping has base64: they are converted before.
"""

import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = ("traceId", "spanId", "parentSpanId")


def converted(value):
    if isinstance(value, dict):
        return {
            key: base64.b64encode(bytes.fromhex(item)).decode() if key in IDS else converted(item)
            for key, item in value.items()
        }
    return [converted(item) for item in value] if isinstance(value, list) else value


def plain(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(item) for item in value.array_value.values]
    return getattr(value, kind)


def attributes(item):
    return {attribute.key: plain(attribute.value) for attribute in item.attributes}


def show(**members):
    print(json.dumps(members, sort_keys=True))


for line in open(sys.argv[1], encoding="utf-8"):
    document = converted(json.loads(line))
    if "resourceSpans" in document:
        request = json_format.ParseDict(document, ExportTraceServiceRequest())
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    show(
                        kind="span", name=span.name, trace=span.trace_id.hex(), id=span.span_id.hex(),
                        parent=span.parent_span_id.hex(), start=span.start_time_unix_nano,
                        end=span.end_time_unix_nano, spanKind=span.kind, status=span.status.code,
                        message=span.status.message, flags=span.flags, state=span.trace_state,
                        attributes=attributes(span), service=attributes(resource.resource)["service.name"],
                        scope=scope.scope.name, events=[[e.name, e.time_unix_nano] for e in span.events],
                        links=[link.span_id.hex() for link in span.links],
                    )
    else:
        request = json_format.ParseDict(document, ExportLogsServiceRequest())
        for resource in request.resource_logs:
            for scope in resource.scope_logs:
                for log in scope.log_records:
                    show(
                        kind="log", severity=log.severity_number, text=log.severity_text,
                        body=log.body.string_value, trace=log.trace_id.hex(), id=log.span_id.hex(),
                        time=log.time_unix_nano, attributes=attributes(log),
                    )
