/** One call that AWS answered, as a line of the bundle that `importAwsOutputs` reads. */
export interface CallLine {
  readonly op: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out: Readonly<Record<string, unknown>>;
}
