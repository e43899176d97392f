/**
 * Stands in for `@aws-sdk/endpoint-cache` in bundles, where the client of DynamoDB makes one and
 * none of its commands asks it: endpoints are not discovered but follow from the region.
 */
export class EndpointCache {
  readonly size = 0;
}
