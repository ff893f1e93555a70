import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';

import type { DraftDocument } from './draft';
import { addressKey, choose, isUnknown, tagsOf, text } from './terraformContext';
import type { TerraformContext } from './terraformContext';
import { placeOf } from './terraformIam';
import type { TerraformResource } from './terraformState';

/** Resources that have a policy: which attribute of the resource others call it by, and what gives it a policy from outside. */
const owners = [
  { type: 'aws_s3_bucket', by: 'bucket', policies: [{ type: 'aws_s3_bucket_policy', target: 'bucket' }] },
  { type: 'aws_sqs_queue', by: 'url', policies: [{ type: 'aws_sqs_queue_policy', target: 'queue_url' }] },
  { type: 'aws_sns_topic', by: 'arn', policies: [{ type: 'aws_sns_topic_policy', target: 'arn' }] },
  { type: 'aws_kms_key', by: 'key_id', policies: [{ type: 'aws_kms_key_policy', target: 'key_id' }] },
  { type: 'aws_secretsmanager_secret', by: 'arn', policies: [{ type: 'aws_secretsmanager_secret_policy', target: 'secret_arn' }] },
  { type: 'aws_lambda_function', by: 'function_name', policies: [{ type: 'aws_lambda_permission', target: 'function_name' }] },
  { type: 'aws_ecr_repository', by: 'name', policies: [{ type: 'aws_ecr_repository_policy', target: 'repository' }] },
  { type: 'aws_dynamodb_table', by: 'arn', policies: [{ type: 'aws_dynamodb_resource_policy', target: 'resource_arn' }] },
  { type: 'aws_efs_file_system', by: 'id', policies: [{ type: 'aws_efs_file_system_policy', target: 'file_system_id' }] },
  { type: 'aws_backup_vault', by: 'name', policies: [{ type: 'aws_backup_vault_policy', target: 'backup_vault_name' }] },
] as const;

/** Reads policies of resources, and the tags of those that can have one. */
export function readTerraformResourcePolicies(context: TerraformContext): void {
  for (const owner of owners) {
    const resources = context.of(owner.type);
    for (const resource of resources) {
      const policy = ownPolicy(resource);
      const tags = tagsOf(resource);
      if (policy !== undefined || Object.keys(tags).length > 0) setPolicy(context, resource, arnOf(resource), policy, tags);
    }
    for (const { type, target } of owner.policies) {
      for (const resource of context.of(type)) {
        const policy = type === 'aws_lambda_permission' ? { content: undefined } : { content: text(resource, 'policy') };
        const found = ownerOf(context, resource, target, resources, owner.by);
        const arn = found === undefined ? arnFrom(type, text(resource, target)) : arnOf(found);
        setPolicy(context, found !== undefined && context.accountOf(found) !== undefined ? found : resource, arn, policy, {});
      }
    }
  }
}

/** The policy on the resource itself. Terraform fills it in, so that an unknown one in a plan is one to come from elsewhere, or none. */
function ownPolicy(resource: TerraformResource): DraftDocument | undefined {
  const content = text(resource, 'policy');
  if (content !== undefined) return { content };
  const written: JsonNode | undefined = valueOf(resource.values, 'policy');
  const isWrong = written !== undefined && written.kind !== 'null' && isUnknown(resource, 'policy', 'string');
  return isWrong ? { content: undefined } : undefined;
}

function ownerOf(
  context: TerraformContext,
  resource: TerraformResource,
  target: string,
  owners: readonly TerraformResource[],
  by: string,
): TerraformResource | undefined {
  const { keys, certain } = choose(context, resource, target, (mention) =>
    owners.includes(mention.resource) ? addressKey(mention.resource) : undefined,
  );
  const key = certain ? keys?.[0] : undefined;
  if (key === undefined) return undefined;
  const named = (owner: TerraformResource): boolean =>
    addressKey(owner) === key || [by, 'id', 'arn'].some((attribute) => text(owner, attribute) === key);
  return owners.find((owner) => owner.file === resource.file && named(owner)) ?? owners.find(named);
}

function arnOf(resource: TerraformResource): string | undefined {
  return text(resource, 'arn') ?? arnFrom(resource.type, text(resource, 'bucket'));
}

/** The ARN of a resource that only its name is known of. */
function arnFrom(type: string, target: string | undefined): string | undefined {
  if (target === undefined || target.startsWith('arn:')) return target;
  if (type.startsWith('aws_s3_bucket')) return `arn:aws:s3:::${target}`;
  const queue = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com\/(\d{12})\/([\w.-]+)$/.exec(target);
  return queue === null ? undefined : `arn:aws:sqs:${queue[1]}:${queue[2]}:${queue[3]}`;
}

function setPolicy(
  context: TerraformContext,
  resource: TerraformResource,
  arn: string | undefined,
  policy: DraftDocument | undefined,
  tags: Readonly<Record<string, string>>,
): void {
  const { draft } = context;
  const account = arn === undefined ? placeOf(context, resource) : accountFor(context, resource, arn);
  if (arn === undefined || account === undefined) return;
  const known = draft.resources.get(arn);
  if (known === undefined) draft.resources.set(arn, { account, arn, policy, tags });
  // A policy of its own resource is newer than what the resource was filled in with; several permissions stay unknown.
  else if (policy !== undefined) known.policy = policy;
}

function accountFor(context: TerraformContext, resource: TerraformResource, arn: string): string | undefined {
  const named = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
  if (named !== undefined) return placeOf({ ...context, accountOf: () => named }, resource);
  return placeOf(context, resource);
}
