"""Sets the row filter of the demo's patients, as somebody with boto3 would."""

import sys

import boto3

url, expression = sys.argv[1:]
ACCOUNT = "111122223333"
client = boto3.client(
    "lakeformation",
    region_name="us-west-2",
    endpoint_url=url,
    aws_access_key_id=f"AKIA{ACCOUNT}ROOT",
    aws_secret_access_key="sandbox-credentials-open-nothing-real-00",
)
found = client.get_data_cells_filter(
    TableCatalogId=ACCOUNT,
    DatabaseName="healthcare_db",
    TableName="patients",
    Name="patients_column_row_filter",
)["DataCellsFilter"]
client.update_data_cells_filter(
    TableData={
        **{key: value for key, value in found.items() if key != "VersionId"},
        "RowFilter": {"FilterExpression": expression},
    }
)
