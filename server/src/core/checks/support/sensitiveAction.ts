/** An action that gives away what others may do, unless a condition narrows it. */
export interface SensitiveAction {
  readonly name: 'iam:PassRole' | 'iam:CreateServiceLinkedRole';
  readonly lowerName: string;
  /** The condition key, in lower case, that narrows it. */
  readonly narrowingKey: string;
}

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html> */
export const sensitiveActions: readonly SensitiveAction[] = [
  { name: 'iam:PassRole', lowerName: 'iam:passrole', narrowingKey: 'iam:passedtoservice' },
  { name: 'iam:CreateServiceLinkedRole', lowerName: 'iam:createservicelinkedrole', narrowingKey: 'iam:awsservicename' },
];
