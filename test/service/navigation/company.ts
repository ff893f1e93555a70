/** A small organization with a name of every kind, and what mentions each. */
export const company: Readonly<Record<string, string>> = {
  'org/organization.jsonc': `{
  "organization": { "id": "o-a1b2c3d4e5", "name": "Company", "managementAccount": "company" },
  "root": {
    "id": "r-ab12",
    "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" },
    "attach": ["scp/FullAWSAccess", "scp/deny-leave"],
    "ous": [
      { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/data-only"] } // 데이터
    ]
  },
  "policies": {
    "scp/deny-leave": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json" },
    "scp/data-only": { "description": "implied file" },
    "scp/other-name": { "file": "policies/scp/region.json" }
  }
}
`,
  'org/accounts.jsonc': `[
  { "name": "company", "id": "111111111111" },
  { "name": "pipeline", "id": "444444444444", "ou": "ou-ab12-22222222", "attach": ["scp/deny-leave", "scp/data-only"] }
]
`,
  'org/policies/scp/deny-leave.json': `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "DenyLeave", "Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*" } ] }
`,
  'org/policies/scp/data-only.json': `{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "OnlyData", "Effect": "Deny", "NotAction": ["s3:*"], "Resource": "*",
    "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::444444444444:role/etl" } } }
}
`,
  'org/policies/scp/region.json': `{ "Version": "2012-10-17", "Statement": [] }`,
  'org/iam/pipeline/principals.jsonc': `{
  "users": [{ "name": "bot", "groups": ["bots"], "managed": ["./policies/bot.json", "ReadOnlyAccess"] }],
  "groups": [{ "name": "bots", "managed": ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }],
  "roles": [{ "name": "etl", "managed": ["arn:aws:iam::444444444444:policy/bot"],
    "inline": [{ "name": "extra", "document": { "Version": "2012-10-17", "Statement": [{ "Sid": "Extra", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] } }] }]
}
`,
  'org/iam/pipeline/policies/bot.json': `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "*" },
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } ] }
`,
  'org/resources/pipeline/resources.jsonc': `[{ "arn": "arn:aws:s3:::media", "policy": "./media.bucket.json" }]
`,
  'org/resources/pipeline/media.bucket.json': `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Etl", "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::444444444444:role/etl", "444444444444"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*",
    "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*" } } } ] }
`,
  // Outside of the organization's folder: it says itself which one it means.
  'tests/bot.iamtest.jsonc': `{
  "organization": "../org/organization.jsonc",
  "tests": [
    { "name": "reads", "principal": "pipeline/user/bot", "action": "s3:GetObject", "resource": "*", "expect": "allowed", "by": "iam/pipeline/policies/bot.json#Read" },
    { "name": "lists", "principal": "arn:aws:iam::444444444444:user/bot", "action": "s3:ListBucket", "expect": "allowed", "by": "../org/iam/pipeline/policies/bot.json#1" },
    { "name": "by its place", "principal": "pipeline/user/bot", "action": "s3:GetObject", "expect": "allowed", "by": "iam/pipeline/policies/bot.json#0" },
    { "name": "no machine", "principal": "pipeline/role/etl", "action": "ec2:RunInstances", "expect": "explicitDeny", "by": "policies/scp/data-only.json#OnlyData" },
    { "name": "inline", "principal": "pipeline/role/etl", "action": "s3:GetObject", "expect": "allowed", "by": "iam/pipeline/principals.jsonc#etl/extra#Extra" },
    { "name": "root", "principal": "company/root", "action": "s3:GetObject", "expect": "allowed", "by": "arn:aws:iam::aws:policy/AdministratorAccess#0" }
  ]
}
`,
  // Its own policies, no organization, and a Sid that is called like another one's.
  'alone/alone.iamtest.jsonc': `{
  "policies": { "identityPolicies": ["./own.json"] },
  "tests": [{ "name": "own", "principal": "anonymous", "action": "s3:GetObject", "expect": "allowed", "by": "own.json#Read" }]
}
`,
  'alone/own.json': `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }
`,
  'package.json': `{ "name": "x", "repository": "111111111111" }`,
};
