import type { Message } from '../text/message';
import { message } from '../text/message';

import { organizationalUnitsOf } from './effectivePolicies';
import type { Account, Organization, OrganizationalUnit } from './organization';

/** Something of an organization that has a name. */
export interface OrganizationMatch {
  readonly kind: 'root' | 'organizationalUnit' | 'account' | 'user' | 'group' | 'role' | 'policy' | 'resource';
  readonly label: string;
  /** Where it lies, or what else tells it apart. */
  readonly description: string;
  readonly kindLabel: Message;
  /** Ids of the entries of the outline on the way to it, from the organization on; the last one is its own. */
  readonly way: readonly string[];
  /** As edits name it. */
  readonly target: string;
}

/**
 * What answers to a word: names, ids, paths, email addresses, tags and ARNs, the best first. An empty word finds the root, the OUs and the
 * accounts, in order.
 */
export function findInOrganization(organization: Organization, word: string, limit: number): readonly OrganizationMatch[] {
  const wanted = word.trim().toLowerCase();
  const found: { readonly rank: number; readonly make: () => OrganizationMatch }[] = [];
  // Four ranks, and of each no more than can be shown: the rest of a large organization is not even made.
  const counts = [0, 0, 0, 0];
  const add = (texts: readonly (string | undefined)[], make: () => OrganizationMatch): void => {
    const rank = rankOf(texts, wanted);
    if (rank === undefined || (counts[rank] ?? 0) >= limit) return;
    counts[rank] = (counts[rank] ?? 0) + 1;
    found.push({ rank, make });
  };
  for (const candidate of candidatesOf(organization, wanted)) add(candidate.texts, candidate.make);
  return found
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ make }) => make());
}

/** 0: it is the word; 1: a name begins with it; 2: a part does; 3: it has it somewhere. */
function rankOf(texts: readonly (string | undefined)[], wanted: string): number | undefined {
  if (wanted === '') return 0;
  let best: number | undefined;
  texts.forEach((text, index) => {
    const lower = text?.toLowerCase() ?? '';
    const at = lower.indexOf(wanted);
    if (at < 0) return;
    // The first text is the name; the others are what else it is known by.
    const rank = lower === wanted ? 0 : at === 0 && index === 0 ? 1 : at === 0 || /[^a-z0-9]/.test(lower[at - 1] ?? '') ? 2 : 3;
    if (best === undefined || rank < best) best = rank;
  });
  return best;
}

interface Candidate {
  readonly texts: readonly (string | undefined)[];
  readonly make: () => OrganizationMatch;
}

/** Most things do not answer to a word at all, and nothing is made of them. */
type IsIn = (text: string | undefined) => boolean;

/** The word is there without capitals. */
function isInFor(wanted: string): IsIn {
  return (text) => text !== undefined && text.toLowerCase().includes(wanted);
}

function* candidatesOf(organization: Organization, wanted: string): Generator<Candidate> {
  const isIn = isInFor(wanted);
  const { root, accounts } = organization;
  const top = [organization.id, root.id];
  yield {
    texts: [root.name, root.id],
    make: () => ({ kind: 'root', label: root.name, description: root.id, kindLabel: message('root'), way: top, target: '/' }),
  };
  yield* unitsOf(root.organizationalUnits, top);
  const isPair = wanted.includes('=');
  for (const account of accounts) if (answers(account, isIn, isPair)) yield accountCandidate(organization, account);
  if (wanted === '') return;
  for (const account of accounts) yield* contentsOf(organization, account, isIn);
  for (const policy of organization.policies.values()) {
    if (policy.file === undefined) continue;
    const way = [organization.id, `${organization.id} catalogue`, `${organization.id} catalogue ${policy.reference}`];
    yield {
      texts: [policy.name, policy.reference, policy.id],
      make: () => ({
        kind: 'policy',
        label: policy.name,
        description: policy.reference,
        kindLabel: message('policy'),
        way,
        target: policy.reference,
      }),
    };
  }
}

function* unitsOf(units: readonly OrganizationalUnit[], above: readonly string[]): Generator<Candidate> {
  for (const unit of units) {
    const way = [...above, unit.id];
    yield {
      texts: [unit.name, unit.path, unit.id],
      make: () => ({
        kind: 'organizationalUnit',
        label: unit.name,
        description: `${unit.path} · ${unit.id}`,
        kindLabel: message('organizational unit'),
        way,
        target: unit.path,
      }),
    };
    yield* unitsOf(unit.organizationalUnits, way);
  }
}

function answers({ name, id, email, tags }: Account, isIn: IsIn, isPair: boolean): boolean {
  if (isIn(name) || isIn(id) || isIn(email)) return true;
  for (const key in tags) if (isPair ? isIn(`${key}=${tags[key] ?? ''}`) : isIn(key) || isIn(tags[key])) return true;
  return false;
}

function accountCandidate(organization: Organization, account: Account): Candidate {
  const tags = Object.entries(account.tags).map(([key, value]) => `${key}=${value}`);
  return {
    texts: [account.name, account.id, account.email, ...tags],
    make: () => ({
      kind: 'account',
      label: account.name,
      description: `${account.id} · ${account.ou}`,
      kindLabel: message('account'),
      way: wayTo(organization, account),
      target: account.id,
    }),
  };
}

function wayTo(organization: Organization, account: Account): readonly string[] {
  const { units, complete } = organizationalUnitsOf(organization, account.ou);
  if (!complete) return [organization.id, account.id];
  return [organization.id, organization.root.id, ...units.map(({ id }) => id), account.id];
}

function* contentsOf(organization: Organization, account: Account, isIn: IsIn): Generator<Candidate> {
  const { users, groups, roles } = account.principals;
  if (users.length + groups.length + roles.length + account.resources.length === 0) return;
  const kinds = [
    [users, 'users', message('user')],
    [groups, 'groups', message('group')],
    [roles, 'roles', message('role')],
  ] as const;
  for (const [principals, section, kindLabel] of kinds) {
    for (const { kind, name, path, arn } of principals) {
      if (!isIn(name) && !isIn(arn)) continue;
      yield {
        texts: [name, arn],
        make: () => ({
          kind,
          label: name,
          description: account.name,
          kindLabel,
          way: [...wayTo(organization, account), `${account.id} ${section}`, `${account.id} ${kind} ${path}${name}`],
          target: arn,
        }),
      };
    }
  }
  for (const { arn } of account.resources) {
    yield {
      texts: [arn.split(':').slice(5).join(':'), arn],
      make: () => ({
        kind: 'resource',
        label: arn,
        description: account.name,
        kindLabel: message('resource'),
        way: [...wayTo(organization, account), `${account.id} resources`, `${account.id} resource ${arn}`],
        target: arn,
      }),
    };
  }
}
