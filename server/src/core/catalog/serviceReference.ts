import type { AccessLevel } from './catalog';
import { isRecord } from './catalogData';

/** What a newer source says of a service: no texts, and nothing about what it does not name. */
export interface ServiceOverlay {
  readonly prefix: string;
  readonly actions: readonly ActionOverlay[];
  readonly resourceTypes: readonly { readonly name: string; readonly arn: string; readonly keys: readonly string[] }[];
  readonly keys: readonly KeyOverlay[];
}

export interface ActionOverlay {
  /** Without the prefix. */
  readonly name: string;
  /** Undefined where the document does not say. */
  readonly level: AccessLevel | undefined;
  readonly keys: readonly string[];
  readonly resourceTypes: readonly { readonly name: string; readonly keys: readonly string[] }[];
}

/** Names, in lower case, of what a document says that was not known before. */
export interface ServiceNews {
  readonly actions: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

export interface KeyOverlay {
  readonly name: string;
  /** As `CatalogData.keyTypes` has it. */
  readonly type: string;
}

/**
 * A service out of a document of AWS's service reference; undefined for anything else. What of it cannot be read is left out.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html>
 */
export function readServiceReference(value: unknown): ServiceOverlay | undefined {
  if (!isRecord(value)) return undefined;
  const prefix = nameIn(value);
  if (prefix === undefined || !Array.isArray(value['Actions']) || !/^[a-z0-9-]+$/i.test(prefix)) return undefined;
  return {
    prefix,
    actions: recordsIn(value['Actions']).flatMap((action) => readAction(action) ?? []),
    resourceTypes: recordsIn(value['Resources']).flatMap((type) => {
      const name = nameIn(type);
      const [arn] = textsIn(type['ARNFormats']);
      return name === undefined || arn === undefined ? [] : [{ name, arn, keys: keysIn(type['ConditionKeys']) }];
    }),
    keys: recordsIn(value['ConditionKeys']).flatMap((key) => {
      const name = nameIn(key);
      return name === undefined ? [] : [{ name: spelledKey(name), type: letterOfType(textsIn(key['Types'])[0]) }];
    }),
  };
}

function readAction(action: Readonly<Record<string, unknown>>): ActionOverlay | undefined {
  const name = nameIn(action);
  // Names stand between signs of their own in our data.
  if (name === undefined || !/^[A-Za-z0-9-]+$/.test(name)) return undefined;
  return {
    name,
    level: levelOf(action['Annotations']),
    keys: keysIn(action['ActionConditionKeys']),
    resourceTypes: recordsIn(action['Resources']).flatMap((resource) => {
      const type = nameIn(resource);
      return type === undefined ? [] : [{ name: type, keys: keysIn(resource['ConditionKeys']) }];
    }),
  };
}

/** What of a document is news, in the document's own words, and whether there is any. */
export function partOfServiceReference(document: unknown, news: ServiceNews): { readonly document: unknown; readonly isNews: boolean } {
  const { Name, Actions, Resources, ConditionKeys }: Readonly<Record<string, unknown>> = isRecord(document) ? document : {};
  const keep = (entries: unknown, names: ReadonlySet<string>, fields: readonly string[]) =>
    recordsIn(entries)
      .filter((entry) => names.has(spelledKey(nameIn(entry) ?? '').toLowerCase()))
      .map((entry) => Object.fromEntries(Object.entries(entry).filter(([field]) => fields.includes(field))));
  const part = {
    Name,
    Actions: keep(Actions, news.actions, ['Name', 'ActionConditionKeys', 'Annotations', 'Resources']),
    Resources: keep(Resources, news.types, ['Name', 'ARNFormats', 'ConditionKeys']),
    ConditionKeys: keep(ConditionKeys, news.keys, ['Name', 'Types']),
  };
  return { document: part, isNews: part.Actions.length + part.Resources.length + part.ConditionKeys.length > 0 };
}

/** The first of these that is true; what is none of them reads. */
function levelOf(annotations: unknown): AccessLevel | undefined {
  const properties = isRecord(annotations) ? annotations['Properties'] : undefined;
  if (!isRecord(properties)) return undefined;
  if (properties['IsPermissionManagement'] === true) return 'permissions';
  if (properties['IsTaggingOnly'] === true) return 'tagging';
  if (properties['IsWrite'] === true) return 'write';
  return properties['IsList'] === true ? 'list' : 'read';
}

const letters: Readonly<Record<string, string>> = {
  string: 's',
  arn: 'a',
  bool: 'b',
  boolean: 'b',
  numeric: 'n',
  long: 'n',
  date: 'd',
  ipaddress: 'i',
  binary: 'y',
};

/** `ArrayOfString`: multivalued. */
function letterOfType(type = 'String'): string {
  const [, array, base = ''] = /^(ArrayOf)?(.*)$/.exec(type) ?? [];
  const letter = letters[base.toLowerCase()] ?? 's';
  return array === undefined ? letter : letter.toUpperCase();
}

function recordsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The texts of a list; those with signs that our data parts its texts with are none. */
function textsIn(value: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [];
  return texts.filter((text): text is string => typeof text === 'string' && text !== '' && !/[\n|]/.test(text));
}

/** The places of names in keys, always in the same spelling: `s3:ExistingObjectTag/<key>` is `s3:ExistingObjectTag/${TagKey}`. */
function spelledKey(key: string): string {
  return key.replace(/<key>|(?<=\/)tag-key$/g, '${TagKey}');
}

function keysIn(value: unknown): readonly string[] {
  return textsIn(value).map(spelledKey);
}

function nameIn(value: Readonly<Record<string, unknown>>): string | undefined {
  const [name] = textsIn([value['Name']]);
  return name;
}
