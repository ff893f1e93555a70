import type { Catalog } from '../catalog/catalog';
import type { TextChange } from '../checks/check';
import { parseArn } from '../policy/arn';
import { coversPattern } from '../policy/wildcard';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { itemsOf, valueOf } from '../syntax/queries';

import type { EditedDocument } from './document';
import { plainEntry } from './entries';
import { entriesOf, replaceEntries, stringsOf } from './lists';
import { listsOfStatement } from './policyLists';
import type { PolicyList } from './policyLists';

/** An ARN that a statement's S3 actions need beside one that it names: the bucket of objects, or the objects of a bucket. */
export interface CompanionArn {
  readonly type: 'bucket' | 'object';
  readonly arn: string;
  /** Place in the list of the ARN that it belongs to. */
  readonly beside: number;
}

/**
 * The companions that a statement lacks: `arn:aws:s3:::b/*` where actions on objects meet a bucket alone, `arn:aws:s3:::b` where actions
 * on buckets meet objects alone. <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
 */
export function missingCompanions(document: EditedDocument, statement: ObjectNode, catalog: Catalog): readonly CompanionArn[] {
  const resources = resourceStrings(document, resourceList(statement));
  // Most statements are not about S3; the actions are read only where an ARN is.
  if (!resources.some((text) => bucketOf(text) !== undefined)) return [];
  const needed = neededTypes(statement, catalog);
  const found: CompanionArn[] = [];
  resources.forEach((text, beside) => {
    const arn = bucketOf(text);
    if (arn === undefined) return;
    if (arn === text && needed.object && !namesObjects(resources, arn)) found.push({ type: 'object', arn: `${arn}/*`, beside });
    const isNew = !resources.some((other) => coversPattern(other, arn)) && !found.some((other) => other.arn === arn);
    if (arn !== text && needed.bucket && isNew) found.push({ type: 'bucket', arn, beside });
  });
  return found;
}

/** Whether a list already says which objects of a bucket are meant. */
function namesObjects(resources: readonly string[], bucket: string): boolean {
  return resources.some((other) => other.startsWith(`${bucket}/`) || coversPattern(other, `${bucket}/*`));
}

/** The list that companions are added to; undefined for `NotResource`, which leaves out what it names. */
export function resourceList(statement: ObjectNode): PolicyList | undefined {
  return listsOfStatement(statement).find(({ kind, negated }) => kind === 'resource' && !negated);
}

function resourceStrings(document: EditedDocument, list: PolicyList | undefined): readonly string[] {
  return list === undefined ? [] : (stringsOf(document, list.value) ?? []);
}

/** The ARN of the bucket that an S3 ARN names or whose objects it names; variables (`${…}`) may hold slashes. */
function bucketOf(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 's3' || arn.region !== '' || arn.account !== '' || arn.resource === '') return undefined;
  const name = /^(?:\$\{[^}]*\}|[^/$]|\$(?!\{))+/.exec(arn.resource)?.[0];
  return name === undefined || /^[*?]+$/.test(name) ? undefined : arn.head + name;
}

/** The kinds of resource that the S3 actions of a statement are authorised on; none for `NotAction`. */
function neededTypes(statement: ObjectNode, catalog: Catalog): { readonly bucket: boolean; readonly object: boolean } {
  const needed = { bucket: false, object: false };
  for (const name of s3Actions(statement, catalog)) {
    for (const type of catalog.action(name)?.resourceTypes ?? []) {
      if (type.name === 'bucket') needed.bucket = true;
      if (type.name === 'object') needed.object = true;
    }
    if (needed.bucket && needed.object) break;
  }
  return needed;
}

function* s3Actions(statement: ObjectNode, catalog: Catalog): Generator<string> {
  for (const node of itemsOf(valueOf(statement, 'Action'))) {
    if (node.kind !== 'string' || !couldBeS3(node.text)) continue;
    for (const name of catalog.expandAction(node.text)) if (name.startsWith('s3:')) yield name;
  }
}

/** Only patterns of this service say that S3 is meant; `*` says nothing. */
function couldBeS3(pattern: string): boolean {
  return pattern.toLowerCase().startsWith('s3:');
}

/** Adds companions, each behind the ARN that it belongs to. */
export function addCompanions(document: EditedDocument, value: JsonNode, companions: readonly CompanionArn[]): TextChange {
  const { entries } = entriesOf(document, value);
  const added = entries.flatMap((entry, index) => [
    entry,
    ...companions.filter(({ beside }) => beside === index).map(({ arn }) => plainEntry(JSON.stringify(arn))),
  ]);
  return replaceEntries(document, value, added);
}
