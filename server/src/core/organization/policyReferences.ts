import type { Catalog } from '../catalog/catalog';
import type { JsonNode } from '../syntax/nodes';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';

import type { CustomerPolicy, PolicyReference } from './organization';
import { originOf, withNames, withNearest } from './organizationReader';
import type { OrganizationReader } from './organizationReader';

/** What the catalog is asked about policies that AWS manages. */
export type ManagedPolicyNames = Pick<Catalog, 'managedPolicy' | 'managedPolicies' | 'date'>;

/** Where a reference stands, and what it may refer to. */
export interface ReferenceContext {
  readonly reader: OrganizationReader;
  readonly file: string;
  readonly customerPolicies: readonly CustomerPolicy[];
  /** Without a catalog, names are taken as they are. */
  readonly catalog: ManagedPolicyNames | undefined;
}

/** A reference to a policy: a path, an ARN or the name of one that AWS manages; or the document itself, which then is called `name`. */
export function readPolicyReference(context: ReferenceContext, node: JsonNode, name: string): PolicyReference | undefined {
  const { reader, file } = context;
  const origin = originOf(file, node);
  if (node.kind === 'object') return { kind: 'embedded', name, origin };
  if (node.kind !== 'string' || node.text === '') {
    const expected = message('a policy is a path, an ARN, the name of an AWS managed policy or the document itself');
    reader.report(origin, 'wrong-type', 'error', expected);
    return { kind: 'unresolved', text: name, origin };
  }
  const { text } = node;
  if (text.startsWith('arn:')) return arnReference(context, text, origin);
  if (/[/\\]|\.jsonc?$/i.test(text)) return fileReference(context, text, origin);
  return nameReference(context, text, origin);
}

function fileReference({ reader, file }: ReferenceContext, text: string, origin: PolicyReference['origin']): PolicyReference {
  const path = reader.resolve(file, text);
  if (!reader.exists(path)) {
    const missing = withNearest(message('there is no file `{0}`', path), path, reader.paths);
    reader.report(origin, 'missing-file', 'error', missing);
  }
  return { kind: 'file', file: path, origin };
}

function arnReference(context: ReferenceContext, arn: string, origin: PolicyReference['origin']): PolicyReference {
  if (/^arn:[^:]*:iam::aws:policy\//.test(arn)) {
    const name = arn.split('/').at(-1) ?? arn;
    if (context.catalog !== undefined && context.catalog.managedPolicy(arn) === undefined) reportUnknownManaged(context, arn, name, origin);
    return { kind: 'awsManaged', arn, origin };
  }
  const own = context.customerPolicies.find((policy) => policy.arn === arn);
  if (own !== undefined) return { ...own.reference, origin: own.reference.kind === 'embedded' ? own.reference.origin : origin };
  const arns = context.customerPolicies.map((policy) => policy.arn);
  context.reader.report(origin, 'unknown-policy', 'warning', withNearest(message('no file holds the policy `{0}`', arn), arn, arns));
  return { kind: 'unresolved', text: arn, origin };
}

function nameReference(context: ReferenceContext, name: string, origin: PolicyReference['origin']): PolicyReference {
  if (context.catalog === undefined) return { kind: 'awsManaged', arn: name, origin };
  const managed = context.catalog.managedPolicy(name);
  if (managed !== undefined) return { kind: 'awsManaged', arn: managed.arn, origin };
  const own = context.customerPolicies.find((policy) => policy.name === name);
  if (own !== undefined) {
    const text = message("AWS manages no policy `{0}`; one of the account's own is referred to by its path or ARN", name);
    context.reader.report(origin, 'unknown-managed-policy', 'warning', text);
    return { kind: 'unresolved', text: name, origin };
  }
  reportUnknownManaged(context, name, name, origin);
  return { kind: 'unresolved', text: name, origin };
}

/** AWS adds managed policies all the time, so one that is not in the catalog is unknown, not wrong. */
function reportUnknownManaged({ reader, catalog }: ReferenceContext, text: string, name: string, origin: PolicyReference['origin']): void {
  if (catalog === undefined) return;
  const unknown = message('AWS managed no policy `{0}` on {1}', text, catalog.date);
  const names = catalog.managedPolicies().map((policy) => policy.name);
  reader.report(origin, 'unknown-managed-policy', 'warning', withNames(unknown, namesLike(name, names)));
}

/** What it is short for (`EC2FullAccess` for `AmazonEC2FullAccess`, `Administrator` for `AdministratorAccess`), before what is only like it. */
function namesLike(name: string, names: readonly string[]): readonly string[] {
  const whole = new Set([`amazon${name}`, `aws${name}`, `${name}access`].map((one) => one.toLowerCase()));
  const short = names.filter((candidate) => whole.has(candidate.toLowerCase()));
  return [...new Set([...short, ...nearestNames(name, names)])].slice(0, 3);
}
