import type { Message } from '../text/message';
import { message } from '../text/message';

/**
 * The shape of `core.json`, the part of the catalog that is read at start. Almost everything is text, joined with separators
 * and split when first asked: parsing many small arrays costs more than all the questions of a session.
 */
export interface CatalogData {
  readonly version: number;
  /** Day of the service data, `YYYY-MM-DD`. */
  readonly date: string;
  readonly counts: CatalogCounts;
  /** Names of condition keys, one a line, the global ones (`aws:…`) first, then the cross-service ones. */
  readonly keys: string;
  readonly globalKeys: number;
  readonly crossServiceKeys: number;
  /** One letter per key: `s a b n d i y` by type, upper case when multivalued. */
  readonly keyTypes: string;
  /** One letter per key: `a` always in a request, `s` sometimes, `-` unknown; upper case when wildcards in its values defeat it. */
  readonly keyPresence: string;
  /** Distinct sets of keys, one a line, as key numbers with commas between; the first is empty. */
  readonly keySets: string;
  /** Distinct names of dependent actions, one a line. */
  readonly dependents: string;
  readonly services: readonly ServiceData[];
  /** Actions that AWS has taken away since the older data, full names, one a line. */
  readonly removedActions: string;
  readonly retiredServices: string;
  readonly rcpServices: string;
  /** Values of condition keys, one a line each. */
  readonly keyValues: Readonly<Record<string, string>>;
  readonly servicePrincipals: string;
  /** `name partition` a line. */
  readonly regions: string;
  /** `name dnsSuffix` a line. */
  readonly partitions: string;
  readonly quotas: Readonly<Record<string, number>>;
  /** Operations that are a set of checks, one a line: see operationIndex.ts. */
  readonly operations: string;
  /** Distinct beginnings of the ARNs of managed policies, one a line. */
  readonly policyRoots: string;
  /** `name|root number|default version|day` a line, sorted by name. */
  readonly policies: string;
}

export interface CatalogCounts {
  readonly services: number;
  readonly actions: number;
  readonly resourceTypes: number;
  readonly conditionKeys: number;
  readonly managedPolicies: number;
}

/** A service as text. */
export interface ServiceData {
  readonly prefix: string;
  readonly name: string;
  /** Action names with `|` between, sorted without regard to case. */
  readonly actions: string;
  /** One digit per action, see `accessLevels`; 5 more when it is permission-only. */
  readonly levels: string;
  /** Key set of each action, with commas. */
  readonly actionKeys: string;
  /** Number of the resource list of each action, with commas. */
  readonly actionResources: string;
  /** Resource lists with `;`: each `type number`, `!` when required, `.key set` when it has keys of its own, with commas. */
  readonly resourceLists: string;
  readonly types: string;
  readonly arns: string;
  readonly typeKeys: string;
  /** Numbers of the keys that the service defines or uses, with commas. */
  readonly keys: string;
  /** `action number:dependent number.dependent number` with commas. */
  readonly dependents: string;
}

/** The access levels in the order of `ServiceData.levels`. */
export const accessLevels = ['list', 'read', 'write', 'tagging', 'permissions'] as const;

/** The version of the format that this code reads. */
export const catalogDataVersion = 1;

const textFields = [
  'date',
  'keys',
  'keyTypes',
  'keyPresence',
  'keySets',
  'dependents',
  'removedActions',
  'retiredServices',
  'rcpServices',
  'servicePrincipals',
  'regions',
  'partitions',
  'operations',
  'policyRoots',
  'policies',
] as const;
const numberFields = ['version', 'globalKeys', 'crossServiceKeys'] as const;
const countFields = ['services', 'actions', 'resourceTypes', 'conditionKeys', 'managedPolicies'] as const;
const serviceFields = [
  'prefix',
  'name',
  'actions',
  'levels',
  'actionKeys',
  'actionResources',
  'resourceLists',
  'types',
  'arns',
  'typeKeys',
  'keys',
  'dependents',
] as const;

/** The catalog data in a parsed `core.json`, or what is wrong with it. */
export function readCatalogData(value: unknown): { readonly data: CatalogData } | { readonly problem: Message } {
  if (!isRecord(value)) return { problem: message('the AWS service data is no JSON object') };
  if (value['version'] !== catalogDataVersion) {
    return { problem: message('the AWS service data has another format version than {0}', catalogDataVersion) };
  }
  return isCatalogData(value) ? { data: value } : { problem: message('the AWS service data lacks a part, or has one of a wrong type') };
}

function isCatalogData(value: unknown): value is CatalogData {
  if (!isRecord(value)) return false;
  const { counts, services } = value;
  return (
    hasAll(value, textFields, 'string') &&
    hasAll(value, numberFields, 'number') &&
    isRecord(counts) &&
    hasAll(counts, countFields, 'number') &&
    Array.isArray(services) &&
    services.every((service) => isRecord(service) && hasAll(service, serviceFields, 'string')) &&
    isRecordOf(value['keyValues'], 'string') &&
    isRecordOf(value['quotas'], 'number')
  );
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOf(value: unknown, type: 'string' | 'number'): boolean {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry === type);
}

function hasAll(value: Readonly<Record<string, unknown>>, names: readonly string[], type: 'string' | 'number'): boolean {
  return names.every((name) => typeof value[name] === type);
}

/** The parts of a joined text; none for the empty text. */
export function splitText(text: string, separator: string): readonly string[] {
  return text === '' ? [] : text.split(separator);
}
