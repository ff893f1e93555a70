/** Files whose changes the server hears of: policies and models, and what other tools keep organizations in. */
export const watchedGlob = '**/{*.json,*.jsonc,*.jsonl,*.tfstate,organization.yml,organization.yaml,*-config.yaml,*.template}';

/** Files that are no JSON, and from which an organization may be read: what an editor holds of them the server is told. */
export function isReadAsOrganization(path: string): boolean {
  return /\/(?:organization\.ya?ml|(?:organization|accounts|iam|replacements|global)-config\.yaml)$|\.(?:jsonl|tfstate|template)$/i.test(
    path,
  );
}
