import type { Caller } from '../reference/callers';
import type { PrincipalJson } from '../reference/scenario';
import type { RandomSource } from './randomSource';
import type { RandomRequest } from './requests';
import { abroad, oidcProvider } from './requests';

type Named = readonly [type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser', id: string];

/** A `Principal` that names the caller, at one level or another, or does not. */
export function randomPrincipalElement(request: RandomRequest, fits: boolean, random: RandomSource): PrincipalJson {
  const { caller } = request;
  const names = fits ? waysToName(caller) : [];
  if (fits && (names.length === 0 || random.chance(0.15))) return random.pick(['*', { AWS: '*' }]);
  const others = strangers(caller, request.action.startsWith('s3:'));
  const chosen = [
    ...random.sample(names, random.chance(0.35) ? 2 : 1),
    ...(fits && random.chance(0.7) ? [] : random.sample(others, 1 + random.below(2))),
  ];
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1 && only[0] === 'AWS' && random.chance(0.04)) return only[1];
  const element: Record<string, string | readonly string[]> = {};
  for (const [type] of chosen) {
    const ids = chosen.filter(([other]) => other === type).map(([, id]) => id);
    const [first] = ids;
    element[type] = first !== undefined && ids.length === 1 && random.chance(0.6) ? first : ids;
  }
  return element;
}

function waysToName(caller: Caller): readonly Named[] {
  switch (caller.kind) {
    case 'user':
      return [['AWS', caller.arn], ['AWS', caller.arn], ...accountNames(caller.account)];
    case 'role': {
      const session: readonly Named[] = caller.sessionArn === undefined ? [] : [['AWS', caller.sessionArn]];
      return [['AWS', caller.roleArn], ...session, ...accountNames(caller.account)];
    }
    case 'federatedUser':
      return [['AWS', caller.arn], ['AWS', caller.userArn], ...accountNames(caller.account)];
    case 'root':
      return accountNames(caller.account);
    case 'service':
      return [['Service', caller.name]];
    case 'external':
      return [['Federated', caller.provider]];
    case 'anonymous':
      return [];
  }
}

const accountNames = (account: string): readonly Named[] => [
  ['AWS', account],
  ['AWS', `arn:aws:iam::${account}:root`],
];

/** Names that mean somebody else, or nobody: wildcards inside an ARN are no wildcards. */
function strangers(caller: Caller, isOnS3: boolean): readonly Named[] {
  const account = 'account' in caller ? caller.account : '111122223333';
  return [
    ['AWS', `arn:aws:iam::${account}:role/*`],
    ['AWS', `arn:aws:iam::${account}:user/Alice`],
    ['AWS', `arn:aws:iam::${account}:role/Worker`],
    ['AWS', `arn:aws:sts::${account}:assumed-role/Worker/other`],
    ['AWS', caller.kind === 'root' || account !== abroad ? abroad : '123456789012'],
    ['AWS', 'AIDACKCEVSQ6C2EXAMPLE'],
    ...(isOnS3 ? [['CanonicalUser', '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'] as const] : []),
    ['Service', 'events.amazonaws.com'],
    ['Federated', caller.kind === 'external' && caller.provider === oidcProvider ? 'accounts.google.com' : 'graph.facebook.com'],
  ];
}
