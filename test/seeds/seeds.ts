import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, CompletionItem, Diagnostic, Position } from 'vscode-languageserver-types';

import type { PolicyLanguageService } from '../../server/src/service/languageService';
import type { EffectiveNode, OrganizationEditParams, OutlineNode, SimulateParams } from '../../server/src/protocol/requests';
import { everything, startFixture } from '../service/navigation/fixture';
import { inRoot } from '../support/root';

const folder = 'file:///workspace';

/** The files of the two documents that Gatehouse grew from: the company of the one, the policies of the other. */
function seedFiles(): Readonly<Record<string, string>> {
  const top = inRoot('test/fixtures/seeds');
  const names = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((name) => /\.jsonc?$/.test(name));
  return Object.fromEntries(names.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(top, name), 'utf8')]));
}

/** A workspace of those files, as an editor sees it. */
export interface Seeds {
  readonly service: PolicyLanguageService;
  textOf(name: string): string;
  /** Opens a file, with another text where one is given. */
  open(name: string, text?: string): string;
  edit(edit: OrganizationEditParams): Promise<{ readonly title: string; readonly notes: readonly string[]; readonly after: string }>;
  refusal(edit: OrganizationEditParams): Promise<string>;
  ask(principal: string, action: string, resource: string, more?: Partial<SimulateParams>): ReturnType<PolicyLanguageService['simulate']>;
  /** All rows of the tree. */
  tree(): Promise<readonly OutlineNode[]>;
  effective(target: string): Promise<readonly EffectiveNode[]>;
  diagnostics(name: string, text?: string): Promise<readonly Diagnostic[]>;
  /** The codes of what is found. */
  codes(name: string, text?: string): Promise<readonly string[]>;
  /** The text of the hover at the `|` of a piece. */
  hover(name: string, piece: string): Promise<string>;
  complete(name: string, piece: string): Promise<readonly CompletionItem[]>;
  /** The file after the code action whose title matches. */
  fixed(name: string, title: RegExp): Promise<string>;
  titles(name: string): Promise<readonly string[]>;
}

export function openSeeds(changes: Readonly<Record<string, string>> = {}): Seeds {
  const { service, files } = startFixture(everything, { ...seedFiles(), ...changes });
  const uriOf = (name: string): string => `${folder}/${name}`;
  const textOf = (name: string): string => files.get(name) ?? '';
  const seeds: Seeds = {
    service,
    textOf,
    open(name, text = textOf(name)) {
      files.set(name, text);
      service.fileChanged(uriOf(name));
      service.documentChanged(TextDocument.create(uriOf(name), 'jsonc', 1, text));
      return uriOf(name);
    },
    async edit(edit) {
      const plan = await service.planOrganizationEdit({ folder: uriOf('company'), edit });
      assert.ok(plan.kind === 'plan', plan.kind === 'refused' ? plan.reason : '');
      for (const { uri, newText, edits } of plan.files) {
        const name = uri.slice(folder.length + 1);
        const document = TextDocument.create(uri, 'jsonc', 1, textOf(name));
        files.set(name, newText ?? TextDocument.applyEdits(document, [...edits]));
        service.fileChanged(uri);
      }
      return plan;
    },
    async refusal(edit) {
      const plan = await service.planOrganizationEdit({ folder: uriOf('company'), edit });
      return plan.kind === 'refused' ? plan.reason : `not refused: ${plan.title}`;
    },
    ask: (principal, action, resource, more = {}) =>
      service.simulate({ principal, action, resource, context: {}, contextIsComplete: true, ...more }),
    async tree() {
      const rows: OutlineNode[] = [];
      const walk = async (row: OutlineNode): Promise<void> => {
        rows.push(row);
        const { nodes } = await service.organizationChildren({ id: row.id, from: 0, to: row.childCount });
        for (const node of nodes) await walk(node);
      };
      for (const root of (await service.organizationOutline()).roots) await walk(root);
      return rows;
    },
    async effective(target) {
      return (await service.effectivePolicies({ folder: uriOf('company'), target }))?.nodes ?? [];
    },
    diagnostics: (name, text) => service.diagnostics(seeds.open(name, text)),
    codes: async (name, text) => (await seeds.diagnostics(name, text)).map(({ code }) => String(code)),
    async hover(name, piece) {
      const hover = await service.hover(seeds.open(name), placeOf(textOf(name), piece));
      const contents = hover?.contents;
      return typeof contents === 'object' && 'value' in contents ? contents.value : '';
    },
    async complete(name, piece) {
      const found = await service.completion(seeds.open(name), placeOf(textOf(name), piece));
      return found === null ? [] : Array.isArray(found) ? found : found.items;
    },
    async fixed(name, title) {
      const actions = await actionsOf(seeds, name);
      const action = actions.find((candidate) => title.test(candidate.title));
      assert.ok(action !== undefined, `${String(title)} is none of ${actions.map((one) => one.title).join(' | ')}`);
      const { edit } = action.edit === undefined ? await service.resolveCodeAction(action) : action;
      const edits = (edit?.changes?.[uriOf(name)] ?? []).concat(
        (edit?.documentChanges ?? []).flatMap((change) =>
          'edits' in change ? change.edits.flatMap((one) => ('newText' in one ? [one] : [])) : [],
        ),
      );
      return TextDocument.applyEdits(TextDocument.create('', '', 1, textOf(name)), edits);
    },
    titles: async (name) => (await actionsOf(seeds, name)).map(({ title }) => title),
  };
  return seeds;
}

/** What is offered for each finding of a file, at its place. */
async function actionsOf({ service, open }: Seeds, name: string): Promise<readonly CodeAction[]> {
  const uri = open(name);
  const actions: CodeAction[] = [];
  for (const diagnostic of await service.diagnostics(uri))
    actions.push(...(await service.codeActions(uri, diagnostic.range, { diagnostics: [diagnostic] })));
  return actions;
}

/** The place of the `|` in a piece of a text. */
export function placeOf(text: string, piece: string): Position {
  const found = text.indexOf(piece.replace('|', ''));
  assert.ok(found >= 0 && piece.includes('|'), `${piece} is not there`);
  return TextDocument.create('', '', 0, text).positionAt(found + piece.indexOf('|'));
}
