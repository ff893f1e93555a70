import type { ConditionalCheck, Operation, OperationCheck } from './catalog';

/** The permission checks of one call: those that it makes, and those that it may make or not, as its request does not say. */
export interface ChecksMade {
  readonly made: readonly OperationCheck[];
  readonly perhaps: readonly OperationCheck[];
}

/**
 * The checks that a call of an operation makes whose request carries these context keys: tags, an ACL or the version of an object
 * bring checks of their own. The resources that each check is made on are the evaluation's.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
 */
export function checksMade({ checks, conditional }: Operation, contextKeys: readonly string[]): ChecksMade {
  const carried = contextKeys.map((key) => key.toLowerCase());
  const added = conditional.filter(({ keys }) => keys.some((key) => carries(carried, key)));
  const replaced = new Set(added.map(({ instead }) => instead));
  const usual = checks.filter((check) => isMade(check, carried) && !replaced.has(check.action));
  return { made: [...usual, ...added], perhaps: conditional.filter(isUnsaid) };
}

function isMade({ when }: OperationCheck, carried: readonly string[]): boolean {
  switch (when) {
    case undefined:
      return true;
    case 'tags':
      return carries(carried, 'aws:TagKeys') || carries(carried, 'aws:RequestTag/*');
    case 'sourceIdentity':
      return carries(carried, 'sts:SourceIdentity');
  }
}

function isUnsaid({ keys }: ConditionalCheck): boolean {
  return keys.length === 0;
}

function carries(carried: readonly string[], key: string): boolean {
  const name = key.toLowerCase();
  return name.endsWith('*') ? carried.some((other) => other.startsWith(name.slice(0, -1))) : carried.includes(name);
}
