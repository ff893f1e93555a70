import type { Catalog } from '../core/catalog/catalog';
import type { PolicyType } from '../core/policy/policyType';
import { hash } from '../core/text/hash';

import type { DraftFile } from './drafts';
import type { LoadedOrganization } from './organizationIndex';
import { folderOf, normaliseUri, pathOf, relativePath, uriBelow } from './uris';
import type { Workspace } from './workspace';

/** Where an organization comes from: a folder in the native layout, or a folder or a file of another tool. */
export interface OrganizationSource {
  readonly kind: 'native' | 'foreign';
  /** URI without a final slash, which names the organization. */
  readonly folder: string;
  /** All files that there are, by relative path. */
  readonly paths: readonly string[];
  /** Those to read at once; the others are read when they are asked for. */
  readonly eager: readonly string[];
  /** The relative path of a file that may matter; undefined for any other URI. */
  pathOf(uri: string): string | undefined;
  uriOf(path: string): string;
}

/** What reading a source needs. */
export interface SourceReading {
  readonly source: OrganizationSource;
  readonly files: Map<string, string | undefined>;
  readonly types: Map<string, PolicyType>;
  readonly workspace: Workspace;
  readonly catalog: Catalog;
  readonly drafts: readonly DraftFile[];
  bufferOf(uri: string): string | undefined;
  /** What editors hold of its files now, by relative path. */
  readonly buffered: ReadonlyMap<string, string>;
}

/** The readers of all formats, loaded when there is something to read. */
export interface SourceReaders {
  read(reading: SourceReading): Promise<LoadedOrganization>;
}

/** Files by which an organization shows itself, without a setting that names it. */
const manifestGlobs = ['**/organization.json', '**/organization.jsonc'] as const;
const foreignGlobs = [
  ...['organization-config.yaml', 'organization.yml', 'organization.yaml', 'organization.jsonl', '*.organization.jsonl'],
  ...['terraform.tfstate', '*.tfstate.json', 'tfplan.json'],
  ...['aws/*/organizations/*/metadata.json', 'aws/*/organizations/*/structure.json'],
].map((glob) => `**/${glob}`);
/** Everything that a reader of another tool's files may want. */
const readableGlob = '**/*.{json,jsonc,jsonl,yaml,yml,tfstate,template}';

/** The organizations that lie in the workspace, and the one that the setting `gatehouse.organization` names. */
export async function sourcesOf(workspace: Workspace, setting: string): Promise<readonly OrganizationSource[]> {
  // One question: the answer takes a walk through all of the workspace.
  const found = (await workspace.listFiles(`{${[...manifestGlobs, ...foreignGlobs].join(',')}}`)).map(normaliseUri);
  const isManifest = (uri: string): boolean => /\/organization\.jsonc?$/.test(uri);
  const native = new Set(found.filter(isManifest).map(folderOf));
  const foreign = new Set(
    [...found.filter((uri) => !isManifest(uri)).flatMap(placeOf), ...(await namedBy(workspace, setting))].filter(
      (place) => !native.has(place),
    ),
  );
  const sources: OrganizationSource[] = [];
  for (const folder of native) sources.push(await nativeSource(workspace, folder));
  for (const place of foreign) {
    // A store keeps its parts under the same names as the native layout does; what lies in an organization is a part of it.
    if ([...native].some((folder) => place.startsWith(`${folder}/`))) continue;
    sources.push(isFilePlace(place) ? fileSource(place) : await folderSource(workspace, place));
  }
  return sources;
}

/** A file of its own where all is in one; the folder where a tool keeps several. */
function placeOf(uri: string): readonly string[] {
  if (isFilePlace(uri)) return [uri];
  const store = /^(.*)\/aws\/[^/]+\/organizations\/[^/]+\/(?:metadata|structure)\.json$/.exec(uri)?.[1];
  return [store ?? folderOf(uri)];
}

function isFilePlace(uri: string): boolean {
  return /\.(?:jsonl|tfstate|tfstate\.json|tfplan\.json)$|\/(?:tfplan|plan|state)\.json$|\.template\.(?:json|ya?ml)$/i.test(uri);
}

/** What the setting names, when it is no native folder: a file, or a folder of another tool's files. */
async function namedBy(workspace: Workspace, setting: string): Promise<readonly string[]> {
  const path = setting.replace(/^\.?\//, '').replace(/\/$/, '');
  if (path === '' || /(?:^|\/)organization\.jsonc?$/.test(path)) return [];
  const [file] = await workspace.listFiles(`**/${path}`);
  if (file !== undefined) return [normaliseUri(file)];
  const [inside] = (await workspace.listFiles(`**/${path}/${readableGlob}`)).map(normaliseUri);
  const at = inside === undefined ? -1 : pathOf(inside).lastIndexOf(`/${path}/`);
  return inside === undefined || at < 0 ? [] : [folderAt(inside, path)];
}

/** `…/infra/live/x.json`, of `infra`: `…/infra`. */
function folderAt(uri: string, path: string): string {
  let folder = folderOf(uri);
  while (folder.includes('/') && !pathOf(folder).endsWith(`/${path}`)) folder = folderOf(folder);
  return folder;
}

async function nativeSource(workspace: Workspace, folder: string): Promise<OrganizationSource> {
  const paths = await pathsBelow(workspace, folder, '**/*.{json,jsonc}');
  const source = below(folder);
  return { kind: 'native', paths, eager: paths, ...source, pathOf: (uri) => (/\.jsonc?$/i.test(uri) ? source.pathOf(uri) : undefined) };
}

async function folderSource(workspace: Workspace, folder: string): Promise<OrganizationSource> {
  return { kind: 'foreign', paths: await pathsBelow(workspace, folder, readableGlob), eager: [], ...below(folder) };
}

function fileSource(uri: string): OrganizationSource {
  const name = pathOf(uri).split('/').at(-1) ?? '';
  return {
    kind: 'foreign',
    folder: uri,
    paths: [name],
    eager: [],
    pathOf: (given) => (given === uri ? name : undefined),
    uriOf: () => uri,
  };
}

function below(folder: string) {
  return {
    folder,
    pathOf: (uri: string): string | undefined => relativePath(folder, uri),
    uriOf: (path: string): string => normaliseUri(uriBelow(folder, path)),
  };
}

async function pathsBelow(workspace: Workspace, folder: string, glob: string): Promise<readonly string[]> {
  const uris = await workspace.listFiles(glob, folder);
  return uris.flatMap((uri) => relativePath(folder, normaliseUri(uri)) ?? []);
}

/** The URI of a made file, which the client shows as a document that nobody can write. The folder stands there in a form that no editor rewrites. */
export function madeFileUri(folder: string, file: string): string {
  return normaliseUri(uriBelow(`gatehouse:/organization/${hash(folder).toString(36)}`, file));
}

/** The file that such a URI names below one of the folders; undefined for any other URI. */
export function madeFileOf(uri: string, folders: readonly string[]): { readonly folder: string; readonly file: string } | undefined {
  const [, name, file] = /^gatehouse:\/*organization\/([0-9a-z]+)\/(.+)$/.exec(uri) ?? [];
  const folder = folders.find((one) => hash(one).toString(36) === name);
  return folder === undefined || file === undefined ? undefined : { folder, file: pathOf(`/${file}`).slice(1) };
}
