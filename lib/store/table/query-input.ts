import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Query } from "./table.ts";
import { tableFacts } from "./table-facts.ts";

export const queryInput = (TableName: string, query: Query): QueryCommandInput => {
  const { partition, sort } = attributesOf(query);
  const bound = {
    above: ` AND ${sort} > :s`,
    below: ` AND ${sort} < :s`,
    startsWith: ` AND begins_with(${sort}, :s)`,
  };
  return {
    TableName,
    IndexName: query.index,
    KeyConditionExpression: `${partition} = :p${query.sort ? bound[query.sort.is] : ""}`,
    ExpressionAttributeValues: {
      ":p": query.partition,
      ...(query.sort && { ":s": query.sort.value }),
    },
    ScanIndexForward: query.newestFirst !== true,
    ConsistentRead: query.consistent,
    Limit: query.limit,
  };
};

export const attributesOf = ({
  index,
}: Query): { readonly partition: string; readonly sort: string } => {
  const keys = tableFacts.indexes.find(({ name }) => name === index) ?? tableFacts;
  return { partition: keys.partitionKey, sort: keys.sortKey };
};
