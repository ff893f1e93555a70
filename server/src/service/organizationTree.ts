import { effectiveOutline } from '../core/organization/effectiveOutline';
import { effectivePrincipalOutline, memberOfArn } from '../core/organization/effectivePrincipal';
import { entityOf } from '../core/organization/entityOf';
import { findInOrganization } from '../core/organization/findInOrganization';
import { outlineOf } from '../core/organization/outline';
import type { OutlineEntry, OutlineText } from '../core/organization/outline';
import type { Origin } from '../core/organization/organization';
import { createLineIndex } from '../core/text/lineIndex';
import type { LineIndex } from '../core/text/lineIndex';
import type { Translate } from '../core/text/message';
import type { EffectiveNode, Location, OrganizationMatch, OutlineNode } from '../protocol/requests';

import { effectiveDocumentUri } from './organizationDocuments';
import type { LoadedOrganization, OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** The organizations of the workspace as trees, in the user's language; rows are made as they are asked for. */
export interface OrganizationTree {
  roots(context: ServiceContext): { readonly roots: readonly OutlineNode[]; readonly problems: number };
  children(
    params: { readonly id: string; readonly from: number; readonly to: number; readonly filter?: string },
    context: ServiceContext,
  ): { readonly nodes: readonly OutlineNode[]; readonly childCount: number };
  find(
    params: { readonly query: string; readonly limit: number; readonly kinds?: readonly string[]; readonly folder?: string },
    context: ServiceContext,
  ): { readonly matches: readonly OrganizationMatch[] };
  way(way: readonly string[], context: ServiceContext): { readonly nodes: readonly OutlineNode[] };
  effective(
    params: { readonly folder: string; readonly target: string },
    context: ServiceContext,
  ): { readonly name: string; readonly nodes: readonly EffectiveNode[] } | null;
}

/** A row with the organization it is of. */
interface Row {
  readonly entry: OutlineEntry;
  readonly loaded: LoadedOrganization;
}

/** A filter shows what it finds up to this many places; more would be no filter. */
const filterLimit = 2000;

/** Ids are prefixed by the folder where there are several organizations: copies have the same ids. */
export function createOrganizationTree(index: OrganizationIndex): OrganizationTree {
  const linesOf = createLines();
  let rows = new Map<string, Row>();
  let of: readonly LoadedOrganization[] = [];
  let filtered: { readonly word: string; readonly kept: ReadonlySet<string> } | undefined;

  const prefixOf = ({ folder }: LoadedOrganization): string => (index.organizations().length === 1 ? '' : `${folder}#`);

  /** The organizations as they are now; rows of earlier readings are forgotten. */
  function open(context: ServiceContext): readonly Row[] {
    const loaded = index.organizations();
    if (loaded.length !== of.length || loaded.some((one, at) => one !== of[at])) {
      of = loaded;
      rows = new Map();
      filtered = undefined;
    }
    return loaded.flatMap((organization) => rootsOf(organization, context));
  }

  const tops = new WeakMap<LoadedOrganization, readonly OutlineEntry[]>();
  function rootsOf(loaded: LoadedOrganization, { catalog }: ServiceContext): readonly Row[] {
    const known = tops.get(loaded) ?? outlineOf({ organization: loaded.organization, problems: loaded.problems, quotas: catalog });
    tops.set(loaded, known);
    return known.map((entry) => ({ entry, loaded }));
  }

  function toNode(row: Row, translate: Translate): OutlineNode {
    const node = plainNode(row.entry, row.loaded, prefixOf(row.loaded), { translate, linesOf });
    rows.set(node.id, row);
    return row.entry.kind === 'organization' ? { ...node, ...organizationFacts(row.loaded, node) } : node;
  }

  /** The child of a row, or one of the roots, of that id. */
  function childNamed(parent: Row | undefined, id: string, context: ServiceContext): Row | undefined {
    if (parent === undefined) return open(context).find(({ entry, loaded }) => prefixOf(loaded) + entry.id === id);
    const { entry, loaded } = parent;
    const [child] = entry.childrenWhere((one) => prefixOf(loaded) + one === id);
    return child === undefined ? undefined : { entry: child, loaded };
  }

  function keptBy(word: string): ReadonlySet<string> {
    if (filtered?.word === word) return filtered.kept;
    const kept = new Set<string>();
    for (const loaded of index.organizations()) {
      if (loaded.organization === undefined) continue;
      const prefix = prefixOf(loaded);
      for (const { way } of findInOrganization(loaded.organization, word, filterLimit)) for (const id of way) kept.add(prefix + id);
    }
    filtered = { word, kept };
    return kept;
  }

  return {
    roots(context) {
      const roots = open(context).map((row) => toNode(row, context.translate));
      return { roots, problems: index.organizations().reduce((sum, { problems }) => sum + problems.length, 0) };
    },
    children({ id, from, to, filter }, context) {
      open(context);
      const row = rows.get(id);
      if (row === undefined) return { nodes: [], childCount: 0 };
      const { entry, loaded } = row;
      if (filter === undefined || filter === '') {
        const nodes = entry.childrenIn(from, to).map((child) => toNode({ entry: child, loaded }, context.translate));
        return { nodes, childCount: entry.childCount };
      }
      const kept = keptBy(filter);
      const prefix = prefixOf(loaded);
      const below = entry.childrenWhere((child) => kept.has(prefix + child));
      // What was found is shown with all that is in it.
      const isWhole = below.length === 0 && isFound(entry, filter);
      const shown = isWhole ? entry.childrenIn(from, to) : below.slice(from, to);
      const nodes = shown.map((child) => toNode({ entry: child, loaded }, context.translate));
      return { nodes, childCount: isWhole ? entry.childCount : below.length };
    },
    find({ query, limit, kinds, folder }, context) {
      open(context);
      const matches = index.organizations().flatMap((loaded) => {
        if (loaded.organization === undefined || (folder !== undefined && loaded.folder !== folder)) return [];
        const prefix = prefixOf(loaded);
        const found = findInOrganization(loaded.organization, query, kinds === undefined ? limit : limit * 4);
        return found
          .filter(({ kind }) => kinds?.includes(kind) ?? true)
          .map(({ kind, label, description, kindLabel, target, way }) => ({
            kind,
            label,
            description,
            kindLabel: context.translate(kindLabel),
            folder: loaded.folder,
            target,
            way: way.map((id) => prefix + id),
          }));
      });
      return { matches: matches.slice(0, limit) };
    },
    way(way, context) {
      const nodes: OutlineNode[] = [];
      let row: Row | undefined;
      for (const id of way) {
        row = childNamed(row, id, context);
        if (row === undefined) break;
        nodes.push(toNode(row, context.translate));
      }
      return { nodes };
    },
    effective({ folder, target }, { translate }) {
      const loaded = index.organizations().find((one) => one.folder === folder);
      const organization = loaded?.organization;
      if (loaded === undefined || organization === undefined) return null;
      const member = target.startsWith('arn:') ? memberOfArn(organization, target) : undefined;
      if (member !== undefined) {
        const entries = effectivePrincipalOutline(organization, member);
        return { name: member.principal.name, nodes: entries.map((entry) => deepNode(entry, loaded, { translate, linesOf })) };
      }
      const entity = entityOf(organization, target);
      if (entity === undefined) return null;
      const nodes = effectiveOutline(organization, entity).map((entry) => deepNode(entry, loaded, { translate, linesOf }));
      return { name: entity.name, nodes };
    },
  };
}

/** Whether a row itself has the word, as its label shows it. */
function isFound({ label, id }: OutlineEntry, word: string): boolean {
  const wanted = word.toLowerCase();
  return id.toLowerCase().includes(wanted) || (typeof label === 'string' && label.toLowerCase().includes(wanted));
}

function organizationFacts(loaded: LoadedOrganization, node: OutlineNode): Partial<OutlineNode> {
  const badges: OutlineNode['badges'] = loaded.isForeign ? [...node.badges, 'foreign'] : node.badges;
  return { folder: loaded.folder, badges };
}

function plainNode(entry: OutlineEntry, loaded: LoadedOrganization, prefix: string, { translate, linesOf }: RowTexts): OutlineNode {
  const words = (text: OutlineText): string => (typeof text === 'string' ? text : translate(text));
  const { kind, principal, target, policy, childCount } = entry;
  const differs = kind === 'policy' && loaded.drafts.some((draft) => draft.reference === policy && draft.differs === true);
  const badges: OutlineNode['badges'] = differs ? [...entry.badges, 'drift'] : entry.badges;
  return {
    id: prefix + entry.id,
    kind,
    label: words(entry.label),
    description: words(entry.description),
    tooltip: words(entry.tooltip),
    accessibleLabel: words(entry.accessibleLabel),
    badges,
    location: locationOf(entry.origin, loaded, linesOf),
    ...(principal === undefined ? {} : { principal }),
    ...(target === undefined ? {} : { target }),
    ...(policy === undefined ? {} : { policy }),
    childCount,
  };
}

function deepNode(entry: OutlineEntry, loaded: LoadedOrganization, texts: RowTexts): EffectiveNode {
  const { kind, policy, target } = entry;
  const documentUri = kind === 'effective' ? { documentUri: effectiveDocumentUri(loaded.folder, policy ?? '', target ?? '') } : {};
  const children = entry.children.map((child) => deepNode(child, loaded, texts));
  return { ...plainNode(entry, loaded, '', texts), ...documentUri, children };
}

type LinesOf = (uri: string, text: string) => LineIndex;
const mostLineIndexes = 50;

/** The lines of files; those of a file that is as it was are where they were, whatever else changed. */
function createLines(): LinesOf {
  const indexes = new Map<string, { readonly text: string; readonly lines: LineIndex }>();
  return (uri, text) => {
    const known = indexes.get(uri);
    if (known?.text === text) return known.lines;
    if (indexes.size >= mostLineIndexes) indexes.clear();
    const lines = createLineIndex(text);
    indexes.set(uri, { text, lines });
    return lines;
  };
}

/** In which language rows are, and how places in files become lines. */
interface RowTexts {
  readonly translate: Translate;
  readonly linesOf: LinesOf;
}

/** Thousands of rows stand in one file: where its lines begin is found once. */
function locationOf(origin: Origin | undefined, loaded: LoadedOrganization, linesOf: LinesOf): Location | null {
  if (origin === undefined) return null;
  const { file, span } = origin;
  const uri = loaded.uriOf(file);
  if (span.end === 0) return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  const lines = linesOf(uri, loaded.textOf(file) ?? '');
  return { uri, range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) } };
}
