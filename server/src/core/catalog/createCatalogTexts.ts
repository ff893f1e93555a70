import type { CatalogTexts } from './catalog';
import type { CatalogData } from './catalogData';
import { catalogDataVersion, isRecord, splitText } from './catalogData';
import { createConditionKeyIndex } from './conditionKeyIndex';
import { createManagedPolicyIndex } from './managedPolicyIndex';
import { lowerBound, once } from './serviceIndex';

/** The parts that texts come from, as parsed JSON. A part that is missing, or of another version, has no answers. */
export interface CatalogTextParts {
  /** The core part: the others follow its order. */
  readonly core: CatalogData;
  readonly text?: unknown;
  readonly urls?: unknown;
  readonly policies?: unknown;
  readonly policyDocuments?: unknown;
}

const userGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const authorizationReference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

/** Texts, links and documents over their parts; each is taken apart when first asked about. */
export function createCatalogTexts({ core, text, urls, policies, policyDocuments }: CatalogTextParts): CatalogTexts {
  const locate = createLocator(core);
  return {
    actionDescription: describeActions(locate, readPart(text)),
    ...describeKeys(core, readPart(text)),
    ...linkPages(core, locate, readPart(urls)),
    ...describePolicies(core, readPart(policies), readPart(policyDocuments)),
  };
}

type Part = Readonly<Record<string, unknown>>;

function readPart(value: unknown): Part {
  return isRecord(value) && value['version'] === catalogDataVersion ? value : {};
}

interface ActionPlace {
  readonly service: number;
  readonly action: number;
  readonly name: string;
}

type Locate = (action: string) => ActionPlace | undefined;

/** Finds the numbers of a service and of an action in it. */
function createLocator(core: CatalogData): Locate {
  const services = once(() => new Map(core.services.map(({ prefix }, index) => [prefix.toLowerCase(), index])));
  const names: ({ readonly lower: readonly string[]; readonly spelled: readonly string[] } | undefined)[] = [];
  return (full) => {
    const colon = full.indexOf(':');
    const service = services().get(full.slice(0, Math.max(colon, 0)).toLowerCase());
    if (service === undefined) return undefined;
    const actions = core.services[service]?.actions ?? '';
    const known = (names[service] ??= { lower: splitText(actions.toLowerCase(), '|'), spelled: splitText(actions, '|') });
    const lower = full.slice(colon + 1).toLowerCase();
    const action = lowerBound(known.lower, lower);
    return known.lower[action] === lower ? { service, action, name: known.spelled[action] ?? '' } : undefined;
  };
}

function describeActions(locate: Locate, text: Part): CatalogTexts['actionDescription'] {
  const lines = createLines(text['actions']);
  return (action) => {
    const place = locate(action);
    return place && expand(lines(place.service)[place.action], 'Grants permission to ');
  };
}

/** The lines of joined texts in an array, split once each. */
function createLines(value: unknown): (index: number) => readonly string[] {
  const split: (readonly string[] | undefined)[] = [];
  return (index) => (split[index] ??= splitText(textAt(value, index), '\n'));
}

function textAt(value: unknown, index: number): string {
  const entry: unknown = Array.isArray(value) ? value[index] : undefined;
  return typeof entry === 'string' ? entry : '';
}

function expand(text: string | undefined, beginning: string): string | undefined {
  if (text === undefined || text === '') return undefined;
  return text.startsWith('~') ? beginning + text.slice(1) : text;
}

function describeKeys(core: CatalogData, text: Part): Pick<CatalogTexts, 'conditionKeyDescription' | 'conditionKeyPresence'> {
  const keys = createConditionKeyIndex(core);
  const keyTexts = text['keys'];
  const descriptions = once(() => splitText(typeof keyTexts === 'string' ? keyTexts : '', '\n'));
  const ownTexts = text['ownTexts'];
  // A row: text and presence, each in English and Korean.
  const own = (index: number, column: 0 | 2, language: string): string | undefined => {
    const row: unknown = Array.isArray(ownTexts) ? ownTexts[index] : undefined;
    return textAt(row, column + (/^ko\b/i.test(language) ? 1 : 0)) || undefined;
  };
  return {
    conditionKeyDescription(key, language = 'en') {
      const index = keys.findIndex(key);
      return own(index, 0, language) ?? expand(descriptions()[index], 'Filters access by ');
    },
    conditionKeyPresence: (key, language = 'en') => own(keys.findIndex(key), 2, language),
  };
}

function linkPages(core: CatalogData, locate: Locate, urls: Part): Pick<CatalogTexts, 'actionLink' | 'conditionKeyLink' | 'serviceLink'> {
  const keys = createConditionKeyIndex(core);
  const services = urls['services'];
  const row = (index: number): Part => {
    const entry: unknown = Array.isArray(services) ? services[index] : undefined;
    return isRecord(entry) ? entry : {};
  };
  const serviceNumber = (prefix: string) => core.services.findIndex((service) => service.prefix === prefix.toLowerCase());
  const slugOf = (index: number): string | undefined => {
    const slug = row(index)['slug'];
    return typeof slug === 'string' && slug !== '' ? slug : undefined;
  };
  const servicePage = (index: number, anchor = ''): string | undefined => {
    const slug = slugOf(index);
    return slug && `${authorizationReference}/list_${slug}.html${anchor && `#list_${slug}-${anchor.replace(/[^A-Za-z0-9-]/g, '_')}`}`;
  };
  const addresses = createLines(Array.isArray(services) ? services.map((_, index: number) => row(index)['actions']) : undefined);
  const folders = createLines(Array.isArray(services) ? services.map((_, index: number) => row(index)['folders']) : undefined);

  return {
    actionLink(action) {
      const place = locate(action);
      if (place === undefined) return undefined;
      const address = /^(\d+)(?:\/(.*))?$/.exec(addresses(place.service)[place.action] ?? '');
      if (address === null) return servicePage(place.service, `action-${place.name}`);
      const [, folder = '', rest = `API_${place.name}.html`] = address;
      return `${folders(place.service)[Number(folder)] ?? ''}${rest}`;
    },
    conditionKeyLink(name) {
      const index = keys.findIndex(name);
      const key = keys.key(index)?.name;
      if (key === undefined) return undefined;
      if (index < core.globalKeys + core.crossServiceKeys) return `${userGuide}#condition-keys-${globalAnchor(key)}`;
      return servicePage(owner(core, index, serviceNumber(key.slice(0, key.indexOf(':')))), key);
    },
    serviceLink: (prefix) => servicePage(serviceNumber(prefix)),
  };
}

/** `aws:PrincipalTag/${TagKey}` has the anchor `principaltag`, `ec2:SourceInstanceArn` the anchor `ec2-source-instance-arn`. */
function globalAnchor(key: string): string {
  const [name = ''] = key.split('/');
  if (name.startsWith('aws:')) return name.slice('aws:'.length).toLowerCase();
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(':', '-')
    .toLowerCase();
}

/** The service whose page describes a key: the one of its prefix, or the first that uses it. */
function owner(core: CatalogData, key: number, prefixed: number): number {
  if (prefixed >= 0) return prefixed;
  return core.services.findIndex(({ keys }) => keys.split(',').includes(String(key)));
}

function describePolicies(
  core: CatalogData,
  policies: Part,
  policyDocuments: Part,
): Pick<CatalogTexts, 'managedPolicyDescription' | 'managedPolicyDocument'> {
  const index = createManagedPolicyIndex(core);
  const joined = policies['descriptions'];
  const descriptions = once(() => splitText(typeof joined === 'string' ? joined : '', '\n'));
  const { common, rare, documents } = policyDocuments;
  return {
    managedPolicyDescription: (arnOrName) => descriptions()[index.findIndex(arnOrName)] || undefined,
    managedPolicyDocument(arnOrName) {
      const text = textAt(documents, index.findIndex(arnOrName));
      return text === '' || !Array.isArray(common) || !Array.isArray(rare) ? undefined : readDocument(text, common, rare);
    },
  };
}

/**
 * A document whose names, strings and numbers are places in two tables: `c1f` is a place among the common ones in base 36,
 * a number the distance from the last place among the others.
 */
function readDocument(text: string, common: readonly unknown[], rare: readonly unknown[]): string | undefined {
  let place = 0;
  const json = text.replace(/c([0-9a-z]+)|-?\d+/g, (code, commonPlace: string | undefined) => {
    if (commonPlace !== undefined) return JSON.stringify(common[parseInt(commonPlace, 36)] ?? '');
    place += Number(code);
    return JSON.stringify(rare[place] ?? '');
  });
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return undefined;
  }
}
