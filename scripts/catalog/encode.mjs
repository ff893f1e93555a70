// Turns the model into the compact parts that the extension reads; `server/src/core/catalog/catalogData.ts` describes them.
const version = 1;
const levels = ['list', 'read', 'write', 'tagging', 'permissions'];
const typeLetters = { String: 's', ARN: 'a', Bool: 'b', Numeric: 'n', Date: 'd', IPAddress: 'i', Binary: 'y' };
const grants = /^Grants permission to /;
const filters = /^Filters access by /;

/** Gives every distinct text a number, in the order of first sight. */
function createTable(...first) {
  const numbers = new Map(first.map((text, index) => [text, index]));
  const add = (text) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text);
  };
  return { add, list: () => [...numbers.keys()] };
}

export function encodeCatalog(model) {
  const keys = model.keys;
  const keyNumbers = new Map(keys.map(({ name }, index) => [name, index]));
  const sets = createTable('');
  const setOf = (names) => sets.add(names.map((name) => keyNumbers.get(name)).join(','));
  const dependents = createTable();
  const services = model.services.map((service) => encodeService(service, setOf, dependents, keyNumbers));
  const roots = createTable();
  const policies = model.managedPolicies.map(({ name, arn, defaultVersion, updated }) => {
    if (!arn.endsWith(name)) throw new Error(`the ARN ${arn} does not end in ${name}`);
    return [name, roots.add(arn.slice(0, -name.length)), defaultVersion, updated].join('|');
  });
  const core = {
    version,
    date: model.date,
    counts: countCatalog(model),
    keys: keys.map(({ name }) => name).join('\n'),
    globalKeys: keys.filter(({ scope }) => scope === 'global').length,
    crossServiceKeys: keys.filter(({ scope }) => scope === 'crossService').length,
    keyTypes: keys.map(encodeType).join(''),
    keyPresence: keys.map(encodePresence).join(''),
    keySets: sets.list().join('\n'),
    dependents: dependents.list().join('\n'),
    services,
    removedActions: model.removedActions.join('\n'),
    retiredServices: model.retiredServices.join('\n'),
    rcpServices: model.rcpServices.join('\n'),
    keyValues: Object.fromEntries(Object.entries(model.keyValues).map(([key, values]) => [key, values.join('\n')])),
    servicePrincipals: model.servicePrincipals.join('\n'),
    regions: model.regions.map(({ name, partition }) => `${name} ${partition}`).join('\n'),
    partitions: model.partitions.map(({ name, dnsSuffix }) => `${name} ${dnsSuffix}`).join('\n'),
    quotas: model.quotas,
    operations: model.operations.map(encodeOperation).join('\n'),
    policyRoots: roots.list().join('\n'),
    policies: policies.join('\n'),
  };
  return {
    core,
    text: encodeText(model),
    urls: encodeUrls(model),
    policies: { version, descriptions: model.managedPolicies.map(({ description }) => description).join('\n') },
    policyDocuments: encodeDocuments(model.managedPolicies),
  };
}

export function countCatalog({ services, keys, managedPolicies }) {
  const sum = (count) => services.reduce((total, service) => total + count(service), 0);
  return {
    services: services.length,
    actions: sum(({ actions }) => actions.length),
    resourceTypes: sum(({ types }) => types.length),
    conditionKeys: keys.length,
    managedPolicies: managedPolicies.filter(({ arn }) => arn.includes(':iam::')).length,
  };
}

function encodeType({ name, type, multivalued }) {
  const letter = typeLetters[type];
  if (letter === undefined) throw new Error(`${name} has the unknown type ${type}`);
  return multivalued ? letter.toUpperCase() : letter;
}

function encodePresence({ present, sensitive }) {
  const letter = present === undefined ? '-' : present[0];
  return sensitive ? letter.toUpperCase() : letter;
}

function encodeService({ prefix, name, actions, types, keys }, setOf, dependents, keyNumbers) {
  const typeNumbers = new Map(types.map((type, index) => [type.name, index]));
  const lists = createTable('');
  const listOf = ({ resources }) =>
    lists.add(
      resources
        .map(
          ({ name: type, required, keys: own }) =>
            `${typeNumbers.get(type)}${required ? '!' : ''}${own.length > 0 ? `.${setOf(own)}` : ''}`,
        )
        .join(','),
    );
  return {
    prefix,
    name,
    actions: actions.map((action) => action.name).join('|'),
    levels: actions.map(({ level, permissionOnly }) => levels.indexOf(level) + (permissionOnly ? 5 : 0)).join(''),
    actionKeys: actions.map((action) => setOf(action.keys)).join(','),
    actionResources: actions.map(listOf).join(','),
    resourceLists: lists.list().join(';'),
    types: types.map((type) => type.name).join('|'),
    arns: types.map((type) => type.arn).join('\n'),
    typeKeys: types.map((type) => setOf(type.keys)).join(','),
    keys: keys.map((key) => keyNumbers.get(key)).join(','),
    dependents: actions
      .flatMap((action, index) => (action.dependents.length > 0 ? [`${index}:${action.dependents.map(dependents.add).join('.')}`] : []))
      .join(','),
  };
}

/** Descriptions in the order of the core part; `~` stands for the words that nearly all of them begin with. */
function encodeText({ services, keys }) {
  return {
    version,
    actions: services.map(({ actions }) => actions.map(({ description }) => description.replace(grants, '~')).join('\n')),
    keys: keys.map(({ description }) => description.replace(filters, '~')).join('\n'),
    ownTexts: keys.filter(({ scope }) => scope !== undefined).map(({ text, presence }) => [text.en, text.ko, presence.en, presence.ko]),
  };
}

/** Addresses: a service's folders, then per action the folder's number alone for `API_<Action>.html`, or number/rest. */
function encodeUrls({ services, links }) {
  return {
    version,
    services: services.map(({ prefix, actions }) => {
      const { slug = '', actions: addresses = new Map() } = links.get(prefix) ?? {};
      const folders = createTable();
      const rows = actions.map(({ name }) => {
        const address = addresses.get(name.toLowerCase());
        if (address === undefined) return '';
        const cut = address.lastIndexOf('/') + 1;
        const number = folders.add(address.slice(0, cut));
        const rest = address.slice(cut);
        return rest === `API_${name}.html` ? `${number}` : `${number}/${rest}`;
      });
      return { slug, actions: rows.join('\n'), folders: folders.list().join('\n') };
    }),
  };
}

/**
 * Documents as JSON whose names, strings and numbers are places in one of two tables: `c` and a place in base 36 for the common ones,
 * and for the others, in alphabetical order, the distance from the last one: the actions of a service lie together in both.
 */
function encodeDocuments(managedPolicies) {
  const frequency = new Map();
  const count = (scalar) => frequency.set(scalar, (frequency.get(scalar) ?? 0) + 1);
  managedPolicies.forEach(({ document }) => writeDocument(document, (scalar) => (count(scalar), '')));
  const inOrder = [...frequency.keys()].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const common = inOrder.filter((scalar) => frequency.get(scalar) >= 50);
  const rare = inOrder.filter((scalar) => frequency.get(scalar) < 50);
  const commonPlaces = new Map(common.map((scalar, index) => [scalar, index]));
  const rarePlaces = new Map(rare.map((scalar, index) => [scalar, index]));
  const encode = (document) => {
    let last = 0;
    return writeDocument(document, (scalar) => {
      const place = commonPlaces.get(scalar);
      if (place !== undefined) return `c${place.toString(36)}`;
      const distance = rarePlaces.get(scalar) - last;
      last += distance;
      return String(distance);
    });
  };
  return { version, common, rare, documents: managedPolicies.map(({ document }) => encode(document)) };
}

function writeDocument(value, codeOf) {
  if (Array.isArray(value)) return `[${value.map((item) => writeDocument(item, codeOf)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${codeOf(name)}:${writeDocument(item, codeOf)}`)
      .join(',')}}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? codeOf(value) : String(value);
}

/** `name|action types need when place key=value …|…`, with `?keys instead ` before a conditional check; `-` for what it does not say. */
function encodeOperation({ name, checks, conditional = [] }) {
  const further = conditional.map((check) => `?${writeList(check.keys)} ${check.instead ?? '-'} ${encodeCheck(check)}`);
  return [name, ...checks.map(encodeCheck), ...further].join('|');
}

function encodeCheck({ action, types, need, when, place, context }) {
  const said = [action, writeList(types).replaceAll(' ', '+'), need ?? 0, when ?? '-', place ?? '-'];
  return [...said, ...Object.entries(context ?? {}).map((pair) => pair.join('='))].join(' ');
}

function writeList(items = []) {
  return items.length === 0 ? '-' : items.join(',');
}
