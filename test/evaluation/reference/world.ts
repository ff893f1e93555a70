/** Everything that is open in a request, settled: one possible state of affairs. */
export interface World {
  /** The values of a context key; undefined when the request does not carry it. */
  values(key: string): readonly string[] | undefined;
  /** Whether the key is one that holds a set of values. */
  isMultivalued(key: string): boolean;
  /** What the request is authorised on: an ARN, or `*`. */
  readonly resource: string;
}
