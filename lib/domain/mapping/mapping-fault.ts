/** One thing that is wrong with a mapping, and how to put it right. */
export interface MappingFault {
  /** Where in the mapping: `fields/name`, `dataverse/filter/0`. */
  readonly path: string;
  readonly message: string;
}
