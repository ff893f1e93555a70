import { accountOf } from './callers';
import { callerOfScenario } from './context';
import type { DocumentJson, PolicyJson, PrincipalJson, ScenarioJson, StatementJson } from './scenario';
import { documentOf, toList } from './scenario';

/** The scenario with each policy that cannot be read replaced by anything it might say: nothing, an allow, a deny. */
export function substitutes(scenario: ScenarioJson): readonly ScenarioJson[] {
  const isReadable = (policy: PolicyJson) => documentOf(policy) !== undefined;
  const plain = withoutPrincipal.map(documentWith);
  const named = [...principalsFor(scenario)].map((Principal) => documentWith({ Effect: 'Allow', Principal, Action: '*', Resource: '*' }));
  const resource = [documentWith(), ...named, documentWith({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })];
  const one = <K extends string>(key: K, policy: PolicyJson | undefined, documents: readonly DocumentJson[]) =>
    policy === undefined || isReadable(policy) ? [] : documents.map((document) => ({ [key]: document }));
  const many = <K extends string>(key: K, list: readonly PolicyJson[] | undefined, documents: readonly DocumentJson[]) =>
    list === undefined || list.every(isReadable)
      ? []
      : documents.map((document) => ({ [key]: list.map((policy) => (isReadable(policy) ? policy : document)) }));
  const nested = <K extends string>(key: K, lists: readonly (readonly PolicyJson[])[] | undefined, documents: readonly DocumentJson[]) =>
    lists === undefined || lists.flat().every(isReadable)
      ? []
      : documents.map((document) => ({ [key]: lists.map((list) => list.map((policy) => (isReadable(policy) ? policy : document))) }));
  const replacements = [
    many('identityPolicies', scenario.identityPolicies, plain),
    one('permissionsBoundary', scenario.permissionsBoundary, plain),
    many('sessionPolicies', scenario.sessionPolicies, plain),
    one('resourcePolicy', scenario.resourcePolicy, resource),
    nested('serviceControlPolicies', scenario.serviceControlPolicies, plain),
    nested('resourceControlPolicies', scenario.resourceControlPolicies, resource),
    many('vpcEndpointPolicies', scenario.vpcEndpointPolicies, resource),
  ].filter((list) => list.length > 0);
  let scenarios: readonly ScenarioJson[] = [scenario];
  for (const list of replacements) scenarios = scenarios.flatMap((base) => list.map((replacement) => ({ ...base, ...replacement })));
  return scenarios.flatMap(canonicalUserReadings);
}

/** A canonical user id may name the caller's account, or another. */
function canonicalUserReadings(scenario: ScenarioJson): readonly ScenarioJson[] {
  const account = accountOf(callerOfScenario(scenario));
  const text = JSON.stringify(scenario.resourcePolicy) ?? '';
  if (account === undefined || scenario.resourcePolicy === undefined || !text.includes('"CanonicalUser"')) return [scenario];
  const document = documentOf(scenario.resourcePolicy);
  const renamed = toList(document?.Statement).map((statement) => renameCanonicalUsers(statement, account));
  return [scenario, { ...scenario, resourcePolicy: { ...document, Statement: renamed } }];
}

function renameCanonicalUsers(statement: StatementJson, account: string): StatementJson {
  const rename = (principal: PrincipalJson): PrincipalJson => {
    if (typeof principal === 'string' || !('CanonicalUser' in principal)) return principal;
    return { ...principal, AWS: [...toList(principal.AWS), account] };
  };
  return {
    ...statement,
    ...(statement.Principal === undefined ? {} : { Principal: rename(statement.Principal) }),
    ...(statement.NotPrincipal === undefined ? {} : { NotPrincipal: rename(statement.NotPrincipal) }),
  };
}

const withoutPrincipal: readonly (StatementJson | undefined)[] = [
  undefined,
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { Effect: 'Deny', Action: '*', Resource: '*' },
];

function documentWith(statement?: StatementJson): DocumentJson {
  return { Version: '2012-10-17', Statement: statement === undefined ? [] : [statement] };
}

/** Every way to name the caller. */
function principalsFor(scenario: ScenarioJson): readonly PrincipalJson[] {
  const caller = callerOfScenario(scenario);
  switch (caller.kind) {
    case 'user':
    case 'root':
      return ['*', { AWS: caller.account }];
    case 'role':
      return ['*', { AWS: caller.roleArn }, { AWS: caller.account }];
    case 'federatedUser':
      return ['*', { AWS: caller.userArn }, { AWS: caller.account }];
    default:
      return ['*'];
  }
}
