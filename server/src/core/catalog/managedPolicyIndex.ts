import type { ManagedPolicy } from './catalog';
import type { CatalogData } from './catalogData';
import { splitText } from './catalogData';
import { once } from './serviceIndex';

/** The policies that AWS manages. */
export interface ManagedPolicyIndex {
  all(): readonly ManagedPolicy[];
  find(arnOrName: string): ManagedPolicy | undefined;
  /** The number of a policy by ARN or name, or -1. */
  findIndex(arnOrName: string): number;
}

/** The managed policies of the data; the numbers are those of the texts and documents too. */
export function createManagedPolicyIndex(data: CatalogData): ManagedPolicyIndex {
  const all = once(() => {
    const roots = splitText(data.policyRoots, '\n');
    return splitText(data.policies, '\n').map((line): ManagedPolicy => {
      const [name = '', root = '', defaultVersion = '', updated = ''] = line.split('|');
      return { name, arn: `${roots[Number(root)] ?? ''}${name}`, defaultVersion, updated };
    });
  });
  const places = once(() => {
    const found = new Map<string, number>();
    all().forEach((policy, index) => {
      found.set(policy.name.toLowerCase(), index);
      found.set(policy.arn.toLowerCase(), index);
    });
    return found;
  });
  const findIndex = (arnOrName: string): number => places().get(arnOrName.toLowerCase()) ?? -1;
  return { all, findIndex, find: (arnOrName) => all()[findIndex(arnOrName)] };
}
