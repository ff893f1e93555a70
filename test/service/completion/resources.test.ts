import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';

const inStatement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;
const of = (actions: string, resource: string): string => inStatement(`"Action": ${actions}, "Resource": ${resource}`);
const object = 'arn:aws:s3:::${BucketName}/${ObjectName}';
const bucket = 'arn:aws:s3:::${BucketName}';

const names: OrganizationNames = {
  accounts: [
    { id: '111122223333', name: 'pipeline' },
    { id: '444455556666', name: 'analytics' },
  ],
  principals: [
    { arn: 'arn:aws:iam::111122223333:role/etl', label: 'pipeline/role/etl' },
    { arn: 'arn:aws:iam::111122223333:user/ana', label: 'pipeline/user/ana' },
  ],
  entities: [],
  resources: ['arn:aws:s3:::company-media', 'arn:aws:sqs:eu-central-1:111122223333:jobs'],
};

describe('completion of resources, wherever the cursor stands', () => {
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    { at: of('"s3:GetObject"', '"|"'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"') },
    { at: of('"s3:GetObject"', '|'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"') },
    {
      at: of('"s3:GetObject"', '["*", |]'),
      label: object,
      to: of('"s3:GetObject"', '["*", "arn:aws:s3:::${1:BucketName}/${2:ObjectName}"]'),
    },
    {
      at: of('"s3:GetObject"', '"arn:aws:s3:::|"'),
      label: object,
      to: of('"s3:GetObject"', '"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"'),
    },
    { at: of('"s3:GetObject"', '"arn:aws:s|"'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"') },
    { at: of('"s3:GetObject"', '"arn:aws:s3:::media|"'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::media/${1:ObjectName}"') },
    { at: of('"s3:GetObject"', '"arn:aws:s3:::me|dia"'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::me/${1:ObjectName}"') },
    { at: of('"s3:GetObject"', '"arn:aws:s3:::media/|"'), label: object, to: of('"s3:GetObject"', '"arn:aws:s3:::media/${1:ObjectName}"') },
    {
      at: of('"s3:GetObject"', '"arn:aws-cn:s3:::media/|'),
      label: object,
      to: of('"s3:GetObject"', '"arn:aws-cn:s3:::media/${1:ObjectName}"').replace(/"?\s*\}\]\s*\}$/, '" }] }'),
    },
    {
      at: of('"dynamodb:Query"', '"arn:aws:dynamodb:*:1:table/jobs/in|"'),
      label: 'arn:aws:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}',
      to: of('"dynamodb:Query"', '"arn:aws:dynamodb:*:1:table/jobs/index/${1:IndexName}"'),
    },
    {
      at: of('"sqs:SendMessage"', '"arn:aws:sqs:eu-central-1:|"'),
      label: 'arn:aws:sqs:${Region}:${Account}:${QueueName}',
      to: of('"sqs:SendMessage"', '"arn:aws:sqs:eu-central-1:${1:Account}:${2:QueueName}"'),
    },
    {
      at: '{ "Statement": { "Action": "s3:GetObject", /* from */ "Resource": [\n  "s3|\n] } }',
      label: object,
      to: '{ "Statement": { "Action": "s3:GetObject", /* from */ "Resource": [\n  "arn:aws:s3:::${1:BucketName}/${2:ObjectName}"\n] } }',
    },
    { at: of('"s3:GetObject"', '["arn:aws:s3:::a/*" "|"]'), label: '*', to: of('"s3:GetObject"', '["arn:aws:s3:::a/*", "*"]') },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at).apply(label), to));

  it('writes the placeholders plainly for a client without tab stops', () => {
    const { apply } = complete(of('"s3:GetObject"', '"|"'), { features: leastCompletionFeatures });
    assert.equal(apply(object), of('"s3:GetObject"', '"arn:aws:s3:::BucketName/ObjectName"'));
  });
});

describe('which resources are proposed', () => {
  const labels = (actions: string, resource = '"|"', name?: string): readonly string[] =>
    complete(of(actions, resource), { names, ...(name === undefined ? {} : { name }) }).labels;

  it('offers the types that the actions authorise on, and those alone', () => {
    assert.ok(labels('"s3:GetObject"').includes(object) && !labels('"s3:GetObject"').includes(bucket));
    assert.ok(labels('["s3:GetObject", "s3:DeleteBucket"]').includes(bucket));
    assert.deepEqual(labels('"s3:ListAllMyBuckets"'), ['*']);
    assert.match(complete(of('"s3:ListAllMyBuckets"', '"|"')).item('*').detail ?? '', /no resource types/);
  });

  it('offers roles, users and resources of the organization that have the form', () => {
    assert.ok(labels('"iam:PassRole"').includes('arn:aws:iam::111122223333:role/etl'));
    assert.ok(!labels('"iam:PassRole"').includes('arn:aws:iam::111122223333:user/ana'));
    assert.ok(labels('"s3:ListBucket"').includes('arn:aws:s3:::company-media'));
    assert.ok(!labels('"s3:GetObject"').includes('arn:aws:s3:::company-media'));
    assert.ok(labels('"sqs:SendMessage"').includes('arn:aws:sqs:eu-central-1:111122223333:jobs'));
  });

  it('fills in the account in whose folder the policy lies', () => {
    const { apply } = complete(of('"sqs:SendMessage"', '"|"'), { names, name: 'iam/analytics/policies/jobs.json' });
    assert.equal(
      apply('arn:aws:sqs:${Region}:${Account}:${QueueName}'),
      of('"sqs:SendMessage"', '"arn:aws:sqs:${1:eu-central-1}:${2:444455556666}:${3:QueueName}"'),
    );
  });

  it('knows the types of an ARN that is begun, where the actions are of every kind', () => {
    assert.deepEqual(labels('"*"'), ['*', 'arn:aws:${Service}:${Region}:${Account}:${Resource}']);
    assert.deepEqual(labels('"*"', '"arn:aws:sqs:|"'), [
      'arn:aws:sqs:eu-central-1:111122223333:jobs',
      'arn:aws:sqs:${Region}:${Account}:${QueueName}',
    ]);
  });

  it('offers the types of the service for an action that nobody knows', () => {
    assert.deepEqual(labels('"sqs:NoSuch"'), [
      '*',
      'arn:aws:sqs:eu-central-1:111122223333:jobs',
      'arn:aws:sqs:${Region}:${Account}:${QueueName}',
    ]);
  });

  it('puts what an action cannot do without first', () => {
    const found = labels('"ec2:RunInstances"');
    assert.ok(
      found.indexOf('arn:aws:ec2:${Region}:${Account}:instance/${InstanceId}') <
        found.indexOf('arn:aws:ec2:${Region}:${Account}:subnet/${SubnetId}'),
    );
  });

  it('fills in the Region and the partition where all that is known has the same', () => {
    const here: OrganizationNames = {
      accounts: [],
      principals: [],
      entities: [],
      resources: ['arn:aws-cn:sqs:cn-north-1:111122223333:jobs'],
    };
    const { apply } = complete(of('"sqs:SendMessage"', '"|"'), { names: here });
    assert.equal(
      apply('arn:aws-cn:sqs:${Region}:${Account}:${QueueName}'),
      of('"sqs:SendMessage"', '"arn:aws-cn:sqs:${1:cn-north-1}:${2:Account}:${3:QueueName}"'),
    );
    assert.ok(
      complete(of('"sqs:SendMessage"', '["arn:aws-us-gov:sqs:us-gov-west-1:1:a", "|"]')).labels.some((label) =>
        label.startsWith('arn:aws-us-gov:sqs:'),
      ),
    );
  });

  it('puts the plainer form first', () => {
    assert.deepEqual(labels('"s3:GetObject"').slice(0, 2), ['*', object]);
  });

  it('leaves out what the list has, and templates that do not begin as typed', () => {
    assert.ok(!labels('"s3:GetObject"', '["*", "|"]').includes('*'));
    assert.deepEqual(labels('"s3:GetObject"', '"arn:aws:sqs:|"'), []);
    assert.deepEqual(labels('"s3:GetObject"', '"arn:aws:s3:::a:b:c/|"'), [object]);
  });

  it('offers the general form where nobody knows the actions', () => {
    for (const actions of ['"nosuch:Action"', '[]', '""'])
      assert.deepEqual(labels(actions), ['*', 'arn:aws:${Service}:${Region}:${Account}:${Resource}']);
  });
});

describe('completion of policy variables', () => {
  const condition = (content: string): string => inStatement(`"Action": "s3:GetObject", "Condition": { ${content} }`);
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    {
      at: of('"s3:GetObject"', '"arn:aws:s3:::home/$|"'),
      label: '${aws:username}',
      to: of('"s3:GetObject"', '"arn:aws:s3:::home/\\${aws:username\\}"'),
    },
    {
      at: of('"s3:GetObject"', '"arn:aws:s3:::home/${|}/*"'),
      label: '${aws:username}',
      to: of('"s3:GetObject"', '"arn:aws:s3:::home/\\${aws:username\\}/*"'),
    },
    {
      at: of('"s3:GetObject"', '"arn:aws:s3:::home/${aws:us|erid}/*"'),
      label: '${aws:username}',
      to: of('"s3:GetObject"', '"arn:aws:s3:::home/\\${aws:username\\}/*"'),
    },
    {
      at: of('"s3:GetObject"', '"arn:aws:s3:::${aws:username}/${Principal|"'),
      label: '${aws:PrincipalTag/${TagKey}}',
      to: of('"s3:GetObject"', '"arn:aws:s3:::${aws:username}/\\${aws:PrincipalTag/${1:TagKey}\\}"'),
    },
    {
      at: condition('"StringLike": { "s3:prefix": ["${|"] }'),
      label: '${aws:username}',
      to: condition('"StringLike": { "s3:prefix": ["\\${aws:username\\}"] }'),
    },
    {
      at: '{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:*", "Resource": "arn:aws:s3:::a/${|\n',
      label: '${aws:username}',
      to: '{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:*", "Resource": "arn:aws:s3:::a/\\${aws:username\\}\n',
    },
    { at: of('"s3:GetObject"', '"a/${|"'), label: '${*}', to: of('"s3:GetObject"', '"a/${*}"') },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at).apply(label), to));

  it('writes it plainly for a client without tab stops', () => {
    const { apply } = complete(of('"s3:GetObject"', '"a/${|"'), { features: leastCompletionFeatures });
    assert.equal(apply('${aws:PrincipalTag/${TagKey}}'), of('"s3:GetObject"', '"a/${aws:PrincipalTag/TagKey}"'));
  });

  it('offers single-valued keys, those that one uses most first', () => {
    const { labels } = complete(of('"s3:GetObject"', '"${|"'));
    assert.ok(labels.slice(0, 5).includes('${aws:username}'));
    assert.ok(!labels.includes('${aws:PrincipalOrgPaths}'));
  });

  it('offers none where AWS reads none', () => {
    const none = [
      '{ "Version": "2008-10-17", "Statement": [{ "Action": "s3:GetObject", "Resource": "${|" }] }',
      '{ "Statement": [{ "Action": "s3:GetObject", "Resource": "${|" }] }',
      inStatement('"Action": "${|"'),
      inStatement('"Principal": { "AWS": "${|" }'),
      inStatement('"Sid": "${|"'),
      condition('"NumericEquals": { "s3:max-keys": "${|" }'),
    ];
    for (const at of none) assert.deepEqual(complete(at).labels, [], at);
    const inEscapes = complete(of('"s3:GetObject"', '"\\u0024{|"')).labels;
    assert.ok(!inEscapes.some((label) => label.startsWith('${')), 'where its edit would go astray');
  });
});
