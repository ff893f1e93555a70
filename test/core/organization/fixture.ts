/** A small organization, as files; tests replace what they are about. */
export function companyFiles(changes: Readonly<Record<string, string | undefined>> = {}): Map<string, string> {
  const files = new Map<string, string>(Object.entries(company));
  for (const [file, text] of Object.entries(changes)) {
    if (text === undefined) files.delete(file);
    else files.set(file, text);
  }
  return files;
}

const allow = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const deny = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });

const company: Readonly<Record<string, string>> = {
  'organization.jsonc': `{
  "organization": { "id": "o-a1b2c3d4e5", "name": "Company", "featureSet": "ALL", "managementAccount": "company" },
  "root": {
    "id": "r-ab12",
    "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" }, // RCPs are off
    "attach": ["scp/FullAWSAccess", "scp/deny-leave"],
    "ous": [
      { "name": "Engineer", "id": "ou-ab12-11111111" },
      { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/data-only"], "ous": [{ "name": "Lakes/Ponds" }] },
    ],
  },
  "policies": { "scp/deny-leave": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json" } },
  "delegatedAdministrators": { "securityhub.amazonaws.com": ["service-1"] }
}`,
  'accounts.jsonc': `[
  { "name": "company", "id": "111111111111", "ou": "/" },
  { "name": "service-1", "id": "222222222222", "ou": "/Engineer" },
  { "name": "pipeline", "id": "444444444444", "ou": "/Data", "tags": { "team": "data" } },
  { "name": "pond", "ou": "/Data/Lakes~1Ponds" }
]`,
  'policies/scp/deny-leave.json': deny('organizations:LeaveOrganization'),
  'policies/scp/data-only.json': deny('ec2:*'),
  'iam/pipeline/principals.jsonc': `{
  "users": [
    { "name": "bot", "groups": ["bots"], "tags": { "team": "data" }, "managed": ["./policies/bot.json", "ReadOnlyAccess"],
      "inline": [{ "name": "extra", "document": ${allow('sqs:ReceiveMessage')} }], "accessKeys": 1 },
    { "name": "ann", "path": "/people/", "boundary": "arn:aws:iam::aws:policy/PowerUserAccess" }
  ],
  "groups": [{ "name": "bots", "managed": ["arn:aws:iam::444444444444:policy/shared"] }],
  "roles": [{ "name": "etl", "path": "/jobs/", "trust": "./trust/etl.json", "managed": ["./policies/shared.json"] }]
}`,
  'iam/pipeline/policies/bot.json': allow('s3:GetObject'),
  'iam/pipeline/policies/shared.json': allow('logs:PutLogEvents'),
  'iam/pipeline/trust/etl.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
  'resources/pipeline/resources.jsonc': `[{ "arn": "arn:aws:s3:::media", "policy": "./media.bucket.json", "tags": { "class": "public" } }]`,
  'resources/pipeline/media.bucket.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*' }],
  }),
};
