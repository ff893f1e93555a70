import type { CompiledStatement } from '../../evaluation/compile';
import { hasPrincipals } from '../../evaluation/statement';
import { isAccountId } from '../../policy/arn';
import { instanceOf } from './conditionValues';
import type { Ground, GroundPrincipal } from './ground';

const someoneOf = (account: string, partition = 'aws'): string => `arn:${partition}:iam::${account}:user/example`;

/** How many callers are tried for a statement. */
const tried = 12;

/** Who might be meant by a statement, the likeliest first: those whom it names, those whom its conditions name, and whoever may ask. */
export function principalCandidates(statement: CompiledStatement, ground: Ground): readonly GroundPrincipal[] {
  const named = hasPrincipals(ground.layer) ? namedBy(statement, ground) : [];
  const byConditions = statement.conditions.flatMap(({ lookupKey, source }) =>
    meantBy(
      lookupKey,
      source.values.map(({ text }) => text),
      ground.account,
    ),
  );
  const extra = [...named, ...(isFixed(ground) ? [] : byConditions)];
  const known = new Map(ground.principals.map((principal) => [principal.arn, principal]));
  const found = extra.map((arn) => known.get(arn) ?? { name: arn, arn, place: undefined, beyond: false });
  // Whoever the statement's conditions name may also be those whom it spares: everybody else is tried first then.
  const spares = statement.conditions.some(({ operator, lookupKey }) => operator?.negated === true && lookupKey === 'aws:principalarn');
  const others = ground.principals.filter(({ beyond }) => !beyond);
  const inOrder = spares
    ? [...named.map((arn) => known.get(arn) ?? { name: arn, arn, place: undefined, beyond: false }), ...others, ...found]
    : [...found, ...others];
  return [...new Map(inOrder.map((principal) => [principal.arn, principal])).values()].slice(0, tried);
}

/** In an organization an identity policy has the principals that have it, and no others. */
function isFixed({ layer, principals }: Ground): boolean {
  return principals.some(({ place }) => place !== undefined) && (layer === 'identity' || layer === 'permissionsBoundary');
}

function namedBy({ principal }: CompiledStatement, ground: Ground): readonly string[] {
  const ofAccount = (account: string, partition?: string): readonly string[] => {
    const known = ground.principals.filter(({ arn, place }) => place !== undefined && arn.split(':')[4] === account).map(({ arn }) => arn);
    return known.length > 0 ? known : [someoneOf(account, partition)];
  };
  if (principal === undefined || principal.negated) return [];
  return principal.source.values.flatMap(({ type, text }): readonly string[] => {
    if (type === 'Service' || type === 'Federated') return [text];
    if (type !== 'AWS' || text === '*') return [];
    if (isAccountId(text)) return ofAccount(text);
    const root = /^arn:([^:]+):iam::(\d{12}):root$/.exec(text);
    return root === null ? [text] : [...ofAccount(root[2] ?? '', root[1]), text];
  });
}

/** Callers of whom a condition may be true. */
function meantBy(lookupKey: string, values: readonly string[], account: string): readonly string[] {
  switch (lookupKey) {
    case 'aws:principalarn':
      return values.filter((text) => text.startsWith('arn:') && !text.includes('${')).map((text) => roleOf(instanceOf(text)));
    case 'aws:principalaccount':
      return values.filter(isAccountId).map((id) => someoneOf(id));
    case 'aws:username':
      return values.filter((text) => !text.includes('${')).map((text) => `arn:aws:iam::${account}:user/${instanceOf(text)}`);
    case 'aws:principalservicename':
      return values.filter((text) => !/[*?$]/.test(text));
    case 'aws:principalisawsservice':
      return values.some((text) => text.toLowerCase() === 'true') ? ['cloudtrail.amazonaws.com'] : [];
    case 'aws:principaltype':
      return [`arn:aws:iam::${account}:root`, `arn:aws:sts::${account}:assumed-role/example/session`];
    default:
      return [];
  }
}

/** The key holds the role behind a session; a pattern that names the session means nobody, and is taken as it stands. */
function roleOf(arn: string): string {
  return /^arn:[^:]+:(iam|sts)::\d{12}:/.test(arn) ? arn : someoneOf('111122223333');
}
