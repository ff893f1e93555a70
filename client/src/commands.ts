import * as l10n from '@vscode/l10n';
import { commands, Disposable, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { ExtensionContext, LogOutputChannel, QuickPickItem } from 'vscode';

import { expectActualRequest } from '../../server/src/protocol/decisions';
import { rescanNotification, simulateRequest } from '../../server/src/protocol/requests';
import type { RememberedRequest } from '../../server/src/protocol/requests';
import { askQuestion } from './ask/askQuestion';
import type { RememberedRequests } from './ask/rememberedRequests';
import { saveAsTest } from './ask/saveAsTest';
import { showDecisions } from './ask/showDecisions';
import type { Server } from './client';
import { readLocation, revealLocation, toRange } from './locations';
import type { Marks } from './marks/marks';
import { editCommands } from './organization/editCommands';
import { organizationCommands } from './organization/organizationCommands';
import type { OrganizationTree } from './organization/organizationTree';
import type { WhatIf } from './organization/whatIf';
import { whatIfCommands } from './organization/whatIfCommands';
import { isRelevant } from './relevantDocuments';
import { openUntitled, runSourceAction } from './rewrites';
import { generateTests } from './generateTests';
import { openSample } from './sample';
import { importServiceData, resetServiceData, updateServiceData } from './serviceData';
import { readForm } from './simulator/readForm';
import type { SimulatorPanel } from './simulator/simulatorPanel';
import { testCommands } from './tests/testCommands';
import type { TestExplorerWhenNeeded } from './tests/testExplorer';

/** The parts that commands work on. */
export interface Parts {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly output: LogOutputChannel;
  readonly tree: OrganizationTree;
  readonly simulator: SimulatorPanel;
  readonly remembered: RememberedRequests;
  readonly whatIf: WhatIf;
  readonly tests: TestExplorerWhenNeeded;
  readonly marks: Marks;
}

/** Registers every command of the extension; arguments come from lenses, links, trees and keybindings, so each one is read, never trusted. */
export function registerCommands(parts: Parts): Disposable {
  const table: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    'gatehouse.ask': (uri) => ask(parts, uri),
    'gatehouse.forgetRequest': (uri, id) => forget(parts, uri, id),
    'gatehouse.showDecision': (uri, id, params) => showDecision(parts, uri, id, params),
    'gatehouse.saveAsTest': (uri) => saveRemembered(parts, uri),
    'gatehouse.expectActual': (uri, index) => expectActual(parts, uri, index),
    'gatehouse.showDecisions': (uri, filter) => showAnswers(parts, uri, filter),
    'gatehouse.openSimulator': (argument) => openSimulator(parts, argument),
    'gatehouse.revealLocation': (location) => reveal(location),
    'gatehouse.openVirtualDocument': (uri) => openVirtualDocument(uri),
    'gatehouse.openUntitled': (texts) => openUntitled(texts),
    'gatehouse.generateTests': (uri) => generateTests(parts.server, documentUri(uri)),
    'gatehouse.formatPolicy': () => runSourceAction('source.formatPolicy.gatehouse'),
    'gatehouse.minifyPolicy': () => runSourceAction('source.minifyPolicy.gatehouse'),
    'gatehouse.updateServiceData': () => updateServiceData(parts),
    'gatehouse.importServiceData': (uri) => importServiceData(parts, uri),
    'gatehouse.resetServiceData': () => resetServiceData(parts),
    'gatehouse.refresh': () => refresh(parts),
    'gatehouse.showMore': (id) => (typeof id === 'string' ? parts.tree.showMore(id) : undefined),
    'gatehouse.openSample': () => openSample(parts.context),
    'gatehouse.restartServer': () => parts.server.restart(),
    'gatehouse.showOutput': () => parts.output.show(),
  };
  const all = { ...table, ...editCommands(parts), ...organizationCommands(parts), ...whatIfCommands(parts), ...testCommands(parts) };
  return Disposable.from(...Object.entries(all).map(([id, run]) => commands.registerCommand(id, run)));
}

/** Looks for files again, where nobody told that they changed, and shows what there is. */
async function refresh({ server, tree }: Parts): Promise<void> {
  await server.notify(rescanNotification, {});
  tree.refresh();
}

/** The document meant: the one named, otherwise the one in front. */
function documentUri(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (value instanceof Uri) return value.toString();
  return window.activeTextEditor?.document.uri.toString();
}

async function ask(parts: Parts, value: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined) {
    void window.showInformationMessage(l10n.t('Open a policy first, then ask about it.'));
    return;
  }
  const question = await askQuestion(parts.server, uri, {});
  if (question === undefined) return;
  const remembered = await parts.remembered.add(uri, question);
  await announce(parts, uri, remembered);
}

/** The lens shows the answer; where lenses are off, and for those who hear and do not see them, it is said as well. */
async function announce(parts: Parts, uri: string, request: RememberedRequest): Promise<void> {
  const { id, ...question } = request;
  const result = await parts.server.send(simulateRequest, { uri, ...question, contextIsComplete: false });
  const problems = Object.values(result.fieldProblems);
  const text = problems.length > 0 ? problems.join(' ') : result.headline;
  if (problems.length === 0 && lensesAreOn()) {
    window.setStatusBarMessage(result.short, 8000);
    return;
  }
  const why = l10n.t('Why?');
  if ((await window.showInformationMessage(text, why)) === why) await showDecision(parts, uri, id, undefined);
}

function lensesAreOn(): boolean {
  const on = (section: string, name: string): boolean => workspace.getConfiguration(section).get<boolean>(name) ?? true;
  return on('editor', 'codeLens') && on('gatehouse', 'codeLens.enabled');
}

interface RequestItem extends QuickPickItem {
  readonly id: string;
}

async function forget(parts: Parts, value: unknown, id: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined) return;
  if (typeof id === 'string') return parts.remembered.remove(uri, [id]);
  const items = parts.remembered.of(uri).map(requestItem);
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t('No request is remembered for this file.'));
    return;
  }
  const picked = await window.showQuickPick(items, { canPickMany: true, title: l10n.t('Forget which requests?'), ignoreFocusOut: true });
  if (picked !== undefined && picked.length > 0) {
    await parts.remembered.remove(
      uri,
      picked.map((item) => item.id),
    );
  }
}

function requestItem({ id, action, resource, principal }: RememberedRequest): RequestItem {
  return { id, label: action, description: resource, ...(principal === '' ? {} : { detail: principal }) };
}

/** Opens the simulator with a remembered request, or with one that the caller spells out (a test's), and runs it. */
async function showDecision(parts: Parts, value: unknown, id: unknown, params: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined) return;
  const spelled = readForm(params);
  if (spelled !== undefined) return parts.simulator.open({ uri, ...spelled }, { run: true });
  const all = parts.remembered.of(uri);
  const request = all.find((one) => one.id === id) ?? (id === undefined ? await pickRequest(all) : undefined);
  if (request === undefined) return parts.simulator.open({ uri }, { run: false });
  const { action, resource, principal, context } = request;
  parts.simulator.open({ uri, action, resource, principal, context, contextIsComplete: false }, { run: true });
}

/** One of the requests that are remembered about a policy becomes a test; where there is none, one is asked for. */
async function saveRemembered(parts: Parts, value: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined) {
    void window.showInformationMessage(l10n.t('Open a policy first, then ask about it.'));
    return;
  }
  const all = parts.remembered.of(uri);
  const request = all.length === 0 ? await askQuestion(parts.server, uri, {}) : await pickRequest(all);
  if (request === undefined) return;
  const { principal, action, resource, context } = request;
  await saveAsTest(parts.server, { uri, principal, action, resource, context, contextIsComplete: false });
}

/** Makes a test expect what is decided now. */
async function expectActual(parts: Parts, value: unknown, index: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined || typeof index !== 'number') return;
  const { edits } = await parts.server.send(expectActualRequest, { uri, index });
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(Uri.parse(uri, true), toRange(range), newText);
  await workspace.applyEdit(edit);
}

/** The requests behind a lens of a policy. */
async function showAnswers(parts: Parts, value: unknown, filter: unknown): Promise<void> {
  const uri = documentUri(value);
  if (uri === undefined) return;
  await showDecisions(parts.server, uri, filter, {
    show: ({ question }) => parts.simulator.open(question, { run: true }),
    saveAsTest: ({ question }) => saveAsTest(parts.server, question),
    forget: ({ remembered }) => (remembered === null ? undefined : parts.remembered.remove(uri, [remembered])),
  });
}

async function pickRequest(all: readonly RememberedRequest[]): Promise<RememberedRequest | undefined> {
  if (all.length <= 1) return all[0];
  const picked = await window.showQuickPick(all.map(requestItem), { title: l10n.t('Show which decision?'), ignoreFocusOut: true });
  return all.find(({ id }) => id === picked?.id);
}

/** From the tree with a principal or account in hand, from an editor with its policy, otherwise as it was left. */
function openSimulator(parts: Parts, argument: unknown): void {
  const principal = principalOf(argument);
  if (principal !== undefined) return parts.simulator.open({ principal }, { run: false });
  const document = window.activeTextEditor?.document;
  const uri = argument instanceof Uri || typeof argument === 'string' ? documentUri(argument) : undefined;
  const active = document !== undefined && isRelevant(document) ? document.uri.toString() : undefined;
  const chosen = uri ?? active;
  const form = readForm(argument) ?? {};
  parts.simulator.open(chosen === undefined ? form : { uri: chosen, ...form }, { run: form.action !== undefined });
}

function principalOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument) || !('node' in argument)) return undefined;
  const { node } = argument;
  if (typeof node !== 'object' || node === null || !('principal' in node)) return undefined;
  return typeof node.principal === 'string' ? node.principal : undefined;
}

async function reveal(value: unknown): Promise<void> {
  const location = readLocation(value);
  if (location !== undefined) await revealLocation(location);
}

async function openVirtualDocument(value: unknown): Promise<void> {
  const uri = typeof value === 'string' ? Uri.parse(value) : value;
  if (uri instanceof Uri && uri.scheme === 'gatehouse') await window.showTextDocument(uri, { preview: true });
}
