// What must hold before a catalog may replace the last one. A source that loses facts must stop the build, not reach users.
export const minimumCounts = { services: 450, actions: 22000, resourceTypes: 2300, conditionKeys: 1500, managedPolicies: 1590 };
export const maximumZipped = 1_000_000;

/** Counts of the facts that a source has lost before without a word. */
export function countFacts({ services }) {
  const actions = services.flatMap((service) => service.actions);
  return {
    dependentActions: actions.filter(({ dependents }) => dependents.length > 0).length,
    permissionOnlyActions: actions.filter(({ permissionOnly }) => permissionOnly).length,
    conditionPairs: actions.reduce((sum, { resources }) => sum + resources.filter(({ keys }) => keys.length > 0).length, 0),
    requiredResources: actions.filter(({ resources }) => resources.some(({ required }) => required)).length,
  };
}

/** What is wrong with new counts (and size) against the least and the last ones; empty when nothing. */
export function checkGates({ counts, facts, zipped }, last) {
  const problems = [];
  for (const [name, least] of Object.entries(minimumCounts)) {
    if (!(counts[name] >= least)) problems.push(`${counts[name]} ${name}, at least ${least} expected`);
  }
  for (const [name, before] of Object.entries(last.counts)) {
    if (counts[name] < before * 0.98) problems.push(`${name} fell from ${before} to ${counts[name]}, more than 2 %`);
    if (counts[name] > before * 1.1) problems.push(`${name} grew from ${before} to ${counts[name]}, more than 10 %`);
  }
  for (const [name, before] of Object.entries(last.facts)) {
    if (!(facts[name] >= before * 0.8)) problems.push(`${name} fell from ${before} to ${facts[name]}, more than 20 %`);
  }
  if (zipped > maximumZipped) problems.push(`${zipped} bytes zipped, at most ${maximumZipped} allowed`);
  return problems;
}

/** What the decoded catalog says otherwise than the model it was made from; empty when nothing. */
export function checkRoundTrip(model, { catalog, texts }) {
  const problems = [];
  const same = (what, actual, expected) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      problems.push(`${what} came back as ${JSON.stringify(actual)} for ${JSON.stringify(expected)}`);
    }
  };
  same(
    'services',
    catalog.services(),
    model.services.map(({ prefix }) => prefix),
  );
  for (const { name, type, multivalued, present, sensitive, description, text } of model.keys) {
    same(name, catalog.conditionKey(name), { name, type, multivalued, ...(present && { present }), ...(sensitive && { sensitive }) });
    same(name, texts.conditionKeyDescription(name), text?.en ?? (description || undefined));
  }
  for (const [key, values] of Object.entries(model.keyValues)) {
    if (catalog.conditionKey(key) === undefined) problems.push(`values are given for the unknown key ${key}`);
    same(key, catalog.conditionKeyValues(key), values);
  }
  for (const service of model.services) checkService(service, catalog, texts, model.links, same);
  for (const { name, arn, defaultVersion, updated, description, document } of model.managedPolicies) {
    same(name, catalog.managedPolicy(arn), { name, arn, defaultVersion, updated });
    same(name, texts.managedPolicyDescription(arn), description || undefined);
    same(name, JSON.parse(texts.managedPolicyDocument(arn)), document);
  }
  return problems;
}

function checkService({ prefix, name, actions, types, keys }, catalog, texts, links, same) {
  same(prefix, catalog.service(prefix), { prefix, name });
  same(
    prefix,
    catalog.actionNames(prefix),
    actions.map((action) => `${prefix}:${action.name}`),
  );
  same(
    prefix,
    catalog.serviceConditionKeys(prefix).map((key) => key.name),
    keys,
  );
  for (const type of types) {
    same(`${prefix} ${type.name}`, catalog.resourceType(prefix, type.name), {
      name: type.name,
      service: prefix,
      arn: type.arn,
      conditionKeys: type.keys,
    });
  }
  for (const action of actions) {
    const full = `${prefix}:${action.name}`;
    same(full, catalog.action(full), {
      name: full,
      service: prefix,
      accessLevel: action.level,
      resourceTypes: action.resources.map((type) => ({ name: type.name, required: type.required, conditionKeys: type.keys })),
      conditionKeys: action.keys,
      dependentActions: action.dependents,
      permissionOnly: action.permissionOnly,
    });
    same(full, texts.actionDescription(full), action.description || undefined);
    const address = links.get(prefix)?.actions.get(action.name.toLowerCase());
    if (address !== undefined) same(full, texts.actionLink(full), address);
  }
}
