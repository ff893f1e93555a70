import { message } from '../text/message';

import type { DeclarativeProblem, EffectiveDeclarativePolicy, EffectiveSetting } from './declarativePolicy';

/** What AWS would find wrong with an effective policy as a whole, at the files that contribute to it. */
export function checkDeclarative(policy: EffectiveDeclarativePolicy): readonly DeclarativeProblem[] {
  switch (policy.type) {
    case 'tag':
      return checkTagKeys(policy);
    case 'backup':
      // What an unknown policy adds may be what is missing.
      return policy.unknown.length > 0 ? [] : checkBackupPlans(policy);
    default:
      return [];
  }
}

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html> */
function checkTagKeys({ settings }: EffectiveDeclarativePolicy): readonly DeclarativeProblem[] {
  return settings.flatMap((setting) => {
    const [top, key, name] = setting.path;
    const { value } = setting;
    if (top !== 'tags' || name !== 'tag_key' || typeof key !== 'string' || typeof value !== 'string') return [];
    if (key.toLowerCase() === value.toLowerCase()) return [];
    const text = message('`tag_key` is `{0}`, and the entry is called `{1}`: they may differ in case only', value, key);
    return problemsAt('tag-key-mismatch', 'error', [setting], text);
  });
}

const partsOfPlan = ['rules', 'regions', 'selections'] as const;

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html> */
function checkBackupPlans({ settings }: EffectiveDeclarativePolicy): readonly DeclarativeProblem[] {
  const plans = new Map<string | number, EffectiveSetting[]>();
  for (const setting of settings) {
    const [top, plan] = setting.path;
    if (top === 'plans' && plan !== undefined) plans.set(plan, [...(plans.get(plan) ?? []), setting]);
  }
  return [...plans].flatMap(([plan, parts]) => {
    const missing = partsOfPlan.filter((part) => !parts.some(({ path }) => path[2] === part));
    if (missing.length === 0) return [];
    const names = missing.map((part) => `\`${part}\``).join(', ');
    const text = message('the backup plan `{0}` backs up nothing: it has no {1}', plan, names);
    return problemsAt('incomplete-backup-plan', 'warning', parts, text, ['plans', plan]);
  });
}

/** One problem for each file. */
function problemsAt(
  code: string,
  severity: DeclarativeProblem['severity'],
  settings: readonly EffectiveSetting[],
  text: DeclarativeProblem['message'],
  path = settings[0]?.path ?? [],
): readonly DeclarativeProblem[] {
  const origins = settings.flatMap((setting) => setting.origins);
  const contributing = [...new Set(origins.map(({ policy }) => policy))];
  return contributing.flatMap((policy) => {
    const origin = origins.find((one) => one.policy === policy)?.origin;
    return origin === undefined ? [] : [{ code, severity, origin, path, contributing, message: text }];
  });
}
