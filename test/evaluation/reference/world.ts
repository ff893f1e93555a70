/** Everything that is open in a request, settled: one possible state of affairs. */
export interface World {
  /** The values of a context key; undefined when the request does not carry it. */
  values(key: string): readonly string[] | undefined;
  /** Whether the key is one that holds a set of values. */
  isMultivalued(key: string): boolean;
  /** What the request is authorised on: an ARN, or `*`. */
  readonly resource: string;
  /** For `*`: the ARN that AWS authorises on all the same, though no reference lists it. */
  readonly undocumented: string | undefined;
  /** Whether the task policy of an AssumeRoot session, when none is given, leaves the request be. */
  readonly taskPolicySpares: boolean;
  /** Whether `ArnLike` takes `*` alone for any ARN, on which AWS's pages are silent (A13). */
  readonly loneStarIsArn: boolean;
}
