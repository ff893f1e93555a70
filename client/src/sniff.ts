// Text sniffing without VS Code: is it worth starting the server for this document? A wrong yes costs a process, a wrong no costs the
// features, so the patterns lean to yes where AWS's own words stand and to no everywhere else. What a document *is* the server decides.

/** True for a document that may be an IAM or Organizations policy, an organization file or a Gatehouse test. */
export function looksRelevant(path: string, text: string): boolean {
  return namedRelevant(path, text) || looksLikePolicy(text);
}

/** File names and folders that say what a document is before anything is written in it. */
const policyNames = /\.(scp|rcp|trust|boundary|iam|policy|bucket|key)\.jsonc?$/i;
const testNames = /\.(iamtest|iamscenario)\.jsonc?$/i;
const policyFolders =
  /\/(service|resource)-control-policies\/[^/]+\.jsonc?$|\/policies\/(scp|rcp|tag|backup|ai-opt-out|chat|ec2|s3|identity|trust|boundary)\/[^/]+\.jsonc?$|\/policies\/delegation\.jsonc?$/i;
const modelFiles =
  /\/(organization|accounts|handshakes|identity-center)\.jsonc$|\/iam\/[^/]+\/(principals\.jsonc?|gaad\.json)$|\/resources\/[^/]+\/resources\.jsonc?$/i;
const manifestNames = /\/organization\.json$/i;

function namedRelevant(path: string, text: string): boolean {
  if (policyNames.test(path) || testNames.test(path) || policyFolders.test(path) || modelFiles.test(path)) return true;
  // Plain `organization.json` is a name that other programs use as well.
  return manifestNames.test(path) && (text.trim() === '' || /"(featureSet|managementAccount|ous|policyTypes)"\s*:/.test(text));
}

const statementKey = /"Statement"\s*:/g;
const elementKey = /"(Effect|Action|NotAction|Resource|NotResource|Principal|NotPrincipal|Sid|Condition)"\s*:/;
const policyVersion = /"Version"\s*:\s*"(2012-10-17|2008-10-17)"/;
/** How far from `Statement` one of its elements may stand: comments and long descriptions fit, another document's unrelated key does not. */
const nearby = 4000;

function looksLikePolicy(text: string): boolean {
  if (policyVersion.test(text)) return true;
  for (const match of text.matchAll(statementKey)) {
    if (elementKey.test(text.slice(match.index, match.index + nearby))) return true;
  }
  return false;
}
