/** The address of a check on AWS's page of policy checks. */
export function policyCheck(kind: 'error' | 'general-warning' | 'security-warning' | 'suggestion', name: string): string {
  return `https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-${kind}-${name}`;
}
