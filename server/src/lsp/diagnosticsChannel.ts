/** How diagnostics reach the client, told of what changed. */
export interface DiagnosticsChannel {
  documentChanged(uri: string): void;
  documentClosed(uri: string): void;
  /** Files changed on disk; those of an organization change more than themselves, which is told besides. */
  filesChanged(): void;
  /** Settings, service data, folders or the organization: any answer may be another. */
  everythingChanged(): void;
}
