import { valueOf } from '../syntax/queries';
import { message } from '../text/message';

import type { ResourceWithPolicy } from './organization';
import { expectFields, fieldsOf, originOf, requiredText, stringField, textMapField } from './organizationReader';
import type { Fields } from './organizationReader';
import { readPolicyReference } from './policyReferences';
import type { ReferenceContext } from './policyReferences';

/** The resources of an account's `resources.jsonc`: their policies and tags. */
export function readResources(context: ReferenceContext): readonly ResourceWithPolicy[] {
  const { reader, file } = context;
  const root = reader.parse(file)?.root;
  if (root === undefined) return [];
  if (root.kind !== 'array') {
    reader.report(originOf(file, root), 'wrong-type', 'error', message('a list of resources is expected here'));
    return [];
  }
  const seen = new Set<string>();
  return root.items.flatMap((item) => {
    const fields = fieldsOf(reader, file, item);
    const resource = fields === undefined ? undefined : readResource(context, fields);
    if (resource === undefined) return [];
    if (seen.has(resource.arn)) {
      reader.report(resource.origin, 'duplicate-resource', 'error', message('resource `{0}` is there twice', resource.arn));
      return [];
    }
    seen.add(resource.arn);
    return [resource];
  });
}

function readResource(context: ReferenceContext, fields: Fields): ResourceWithPolicy | undefined {
  expectFields(fields, ['arn', 'policy', 'tags']);
  const arn = requiredText(fields, 'arn');
  if (arn === undefined) return undefined;
  const policy = valueOf(fields.node, 'policy');
  return {
    arn,
    policy: policy === undefined ? undefined : readPolicyReference(context, policy, arn),
    tags: textMapField(fields, 'tags'),
    origin: originOf(fields.file, stringField(fields, 'arn') ?? fields.node),
  };
}
