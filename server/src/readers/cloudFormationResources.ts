import { message } from '../core/text/message';

import type { CloudFormationContext } from './cloudFormationContext';
import type { Places } from './cloudFormationIam';
import { textOfValue } from './cloudFormationValues';
import type { Value } from './cloudFormationValues';
import { accountOfId, report } from './draft';

/** What gives a resource a policy: which property names the resource, and which holds the document (none: it only adds to one). */
const givers = [
  { type: 'AWS::S3::BucketPolicy', target: 'Bucket', document: 'PolicyDocument' },
  { type: 'AWS::SQS::QueuePolicy', target: 'Queues', document: 'PolicyDocument' },
  { type: 'AWS::SNS::TopicPolicy', target: 'Topics', document: 'PolicyDocument' },
  { type: 'AWS::SecretsManager::ResourcePolicy', target: 'SecretId', document: 'ResourcePolicy' },
  { type: 'AWS::Lambda::Permission', target: 'FunctionName', document: undefined },
] as const;

/** Reads policies of resources that the templates tell the ARN of; most ARNs have a Region in them, which no template tells. */
export function readCloudFormationResources(context: CloudFormationContext, placed: Places): void {
  const { draft, templates } = context;
  for (const { type, target, document } of givers) {
    for (const resource of context.of(type)) {
      const place = placed(resource);
      if (place === undefined) continue;
      const values = context.values(resource, target) ?? [{ kind: 'unknown' } as const];
      const isTold = document !== undefined && !resource.conditional;
      const policy = { content: isTold ? context.document(resource, document) : undefined };
      for (const value of values) {
        const arn = arnOf(type, value, (one) => textOfValue(templates, one));
        if (arn === undefined) {
          const left = message('which resource `{0}` gives a policy to is not told, so it is left out', resource.logicalId);
          report(draft, resource.origin, 'unknown-resource', 'warning', left);
          continue;
        }
        const named = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
        const account = named === undefined ? place : accountOfId(draft, named, resource.origin).key;
        // A second one replaces the first, or adds to it: nobody tells which.
        draft.resources.set(arn, { account, arn, policy: draft.resources.has(arn) ? { content: undefined } : policy, tags: {} });
      }
    }
  }
}

function arnOf(type: string, value: Value, textOf: (value: Value) => string | undefined): string | undefined {
  const name = textOf(value);
  if (name === undefined || name.startsWith('arn:')) return name;
  if (type === 'AWS::S3::BucketPolicy') return /^[\w.-]+$/.test(name) ? `arn:aws:s3:::${name}` : undefined;
  const queue = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com\/(\d{12})\/([\w.-]+)$/.exec(name);
  return queue === null ? undefined : `arn:aws:sqs:${queue[1]}:${queue[2]}:${queue[3]}`;
}
