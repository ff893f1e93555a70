import { escapeMarkdown } from '../text/markdown';
import { message } from '../text/message';
import type { Translate } from '../text/message';

import { attachedReferences, organizationalUnitsOf, policyTypeApplies } from './effectivePolicies';
import type { Account, Organization, OrganizationalUnit, OrganizationPolicyType, OrganizationRoot } from './organization';
import { groupByOu } from './outline';

/** Formats for other programs and for documents. */
export type ExportFormat = 'mermaid' | 'graphviz' | 'markdown' | 'csv';

/**
 * An organization as a text that other programs draw or read: the root, its OUs and accounts, and what is attached to each directly. Ids
 * that nobody gave are left out. While the manifest is broken, what is not written there is not said to be attached. Each line ends with
 * a line break.
 */
export function exportOrganization(organization: Organization, format: ExportFormat, translate: Translate): string {
  const places = placesOf(organization);
  switch (format) {
    case 'mermaid':
      return lines(mermaid(places, translate));
    case 'graphviz':
      return lines(graphviz(places, translate));
    case 'markdown':
      return lines(markdown(places, translate));
    case 'csv':
      return lines(csv(places, translate));
  }
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** The root, an OU or an account, with where it lies. */
interface Place {
  readonly kind: 'root' | 'organizationalUnit' | 'account';
  readonly name: string;
  /** As AWS knows it; empty when nobody gave one. */
  readonly id: string;
  /** Of an account: the path of its OU. */
  readonly path: string;
  readonly depth: number;
  /** Place of the parent in the list; undefined for the root, and for an account whose OU does not exist. */
  readonly parent: number | undefined;
  readonly attached: readonly AttachedPolicies[];
  readonly state: string;
  readonly email: string;
  readonly isManagement: boolean;
}

interface AttachedPolicies {
  readonly type: OrganizationPolicyType;
  /** Names; a type that is off for the root is marked by its reader. */
  readonly names: readonly string[];
  readonly applies: boolean;
}

/** In the order of a walk: each before what lies in it, accounts before OUs. */
function placesOf(organization: Organization): readonly Place[] {
  const places: Place[] = [];
  const accounts = groupByOu(organization);
  const lost = organization.accounts.filter(({ ou }) => !organizationalUnitsOf(organization, ou).complete);
  const add = (target: OrganizationRoot | OrganizationalUnit | Account, path: string, parent: number | undefined, depth: number): number =>
    places.push({
      kind: target.kind,
      name: target.name,
      id: target.idIsSynthetic ? '' : target.id,
      path,
      depth,
      parent,
      attached: attachedTo(organization, target),
      state: target.kind === 'account' ? target.state : '',
      email: target.kind === 'account' ? (target.email ?? '') : '',
      isManagement: target.kind === 'account' && target.id === organization.managementAccount,
    }) - 1;
  const walk = (unit: OrganizationRoot | OrganizationalUnit, path: string, parent: number | undefined, depth: number): void => {
    const self = add(unit, path, parent, depth);
    for (const account of accounts.get(path) ?? []) add(account, path, self, depth + 1);
    for (const inner of unit.organizationalUnits) walk(inner, inner.path, self, depth + 1);
  };
  walk(organization.root, '/', undefined, 0);
  for (const account of lost) add(account, account.ou, undefined, 0);
  return places;
}

function attachedTo(organization: Organization, target: OrganizationRoot | OrganizationalUnit | Account): readonly AttachedPolicies[] {
  const written = target.attach.flatMap((reference) => typeOf(organization, reference) ?? []);
  const implied = organization.manifestIsBroken ? [] : (['scp', 'rcp'] as const).filter((type) => policyTypeApplies(organization, type));
  return [...new Set([...implied, ...written])].map((type) => ({
    type,
    names: attachedReferences(target, type).map(
      (reference) => organization.policies.get(reference)?.name ?? reference.slice(reference.indexOf('/') + 1),
    ),
    applies: policyTypeApplies(organization, type),
  }));
}

function typeOf({ policies }: Organization, reference: string): OrganizationPolicyType | undefined {
  return policies.get(reference)?.type;
}

/** `SCP: FullAWSAccess, deny-leave`. */
function describe({ type, names, applies }: AttachedPolicies, translate: Translate): string {
  const title = type === 'scp' || type === 'rcp' ? type.toUpperCase() : type;
  const state = applies ? title : translate(message('{0} off', title));
  return `${state}: ${names.join(', ')}`;
}

function describeAll({ attached }: Place, translate: Translate): readonly string[] {
  return attached.map((policies) => describe(policies, translate));
}

/** <https://mermaid.js.org/syntax/flowchart.html> */
function mermaid(places: readonly Place[], translate: Translate): readonly string[] {
  // Anything but letters and digits may mean something to it, and has a code.
  const escape = (text: string): string => text.replace(/[^\p{L}\p{N} .,:@()/_-]/gu, (sign) => `#${sign.codePointAt(0) ?? 0};`);
  const shape = ({ kind }: Place, label: string): string =>
    kind === 'account' ? `(["${label}"])` : kind === 'root' ? `{{"${label}"}}` : `["${label}"]`;
  return [
    'flowchart TD',
    ...places.map((place, index) => {
      const label = [place.name, place.id, ...describeAll(place, translate)].filter((part) => part !== '').map(escape);
      return `  n${index}${shape(place, label.join('<br/>'))}`;
    }),
    ...places.flatMap(({ parent }, index) => (parent === undefined ? [] : [`  n${parent} --> n${index}`])),
  ];
}

/** <https://graphviz.org/doc/info/lang.html> */
function graphviz(places: readonly Place[], translate: Translate): readonly string[] {
  const escape = (text: string): string => text.replace(/["\\]/g, '\\$&').replace(/[\r\n]+/g, ' ');
  return [
    'digraph organization {',
    '  node [shape=box];',
    ...places.map((place, index) => {
      const label = [place.name, place.id, ...describeAll(place, translate)].filter((part) => part !== '').map(escape);
      return `  n${index} [label="${label.join('\\n')}"${place.kind === 'account' ? ', style=rounded' : ''}];`;
    }),
    ...places.flatMap(({ parent }, index) => (parent === undefined ? [] : [`  n${parent} -> n${index};`])),
    '}',
  ];
}

function markdown(places: readonly Place[], translate: Translate): readonly string[] {
  return places.map((place) => {
    const name = place.kind === 'account' ? escapeMarkdown(place.name) : `**${escapeMarkdown(place.name)}**`;
    const id = place.id === '' ? '' : ` \`${place.id}\``;
    const notes = [
      ...(place.isManagement ? [translate(message('management account'))] : []),
      ...(place.kind === 'account' && place.state !== 'ACTIVE' ? [place.state] : []),
      ...describeAll(place, translate),
    ];
    return `${'  '.repeat(place.depth)}- ${name}${id}${notes.length === 0 ? '' : ` – ${escapeMarkdown(notes.join(' · '))}`}`;
  });
}

/** <https://www.rfc-editor.org/rfc/rfc4180> */
function csv(places: readonly Place[], translate: Translate): readonly string[] {
  // A spreadsheet would run what begins like a formula.
  const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const row = (cells: readonly string[]): string => cells.map((cell) => quote(harmless(cell))).join(',');
  return [
    row(['kind', 'name', 'id', 'path', 'parent', 'state', 'email', 'management', 'attached']),
    ...places.map((place) => {
      const { kind, name, id, path, parent, state, email, isManagement } = place;
      return row([
        kind,
        name,
        id,
        path,
        parent === undefined ? '' : (places[parent]?.name ?? ''),
        state,
        email,
        kind === 'account' ? String(isManagement) : '',
        describeAll(place, translate).join('; '),
      ]);
    }),
  ];
}
