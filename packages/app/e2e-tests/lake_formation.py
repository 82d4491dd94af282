"""What Lake Formation holds of a table, as somebody with boto3 sees it.

Prints JSON: the data cells filters by name, and who may select by which.
"""

import json
import sys

import boto3

url, account, database, table = sys.argv[1:]
client = boto3.client(
    "lakeformation",
    region_name="us-west-2",
    endpoint_url=url,
    aws_access_key_id=f"AKIA{account}ROOT",
    aws_secret_access_key="sandbox-credentials-open-nothing-real-00",
)


def pages(call, member, **request):
    token = {}
    while True:
        answer = call(**request, **token)
        yield from answer[member]
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}


filters = {
    each["Name"]: {
        "columns": each.get("ColumnNames"),
        "rows": each["RowFilter"].get("FilterExpression"),
    }
    for each in pages(
        client.list_data_cells_filter,
        "DataCellsFilters",
        Table={"CatalogId": account, "DatabaseName": database, "Name": table},
    )
}
selects = [
    {
        "principal": each["Principal"]["DataLakePrincipalIdentifier"],
        "filter": each["Resource"]["DataCellsFilter"]["Name"],
    }
    for each in pages(
        client.list_permissions,
        "PrincipalResourcePermissions",
        Resource={
            "Table": {"CatalogId": account, "DatabaseName": database, "Name": table}
        },
        IncludeRelated="TRUE",
    )
    if "DataCellsFilter" in each["Resource"] and "SELECT" in each["Permissions"]
]
print(json.dumps({"filters": filters, "selects": selects}))
