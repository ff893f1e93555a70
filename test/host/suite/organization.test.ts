import assert from 'node:assert/strict';

import { commands, DataTransfer, DataTransferItem, Range, TabInputTextDiff, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { Tab } from 'vscode';

import type { OrganizationEntry } from '../../../client/src/organization/organizationItem';
import { eventually, folder, gatehouse } from './editor';

const read = async (name: string): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder(), name)));
const write = (name: string, text: string): Thenable<void> =>
  workspace.fs.writeFile(Uri.joinPath(folder(), name), new TextEncoder().encode(text));

/** Puts a text back as an editor does: what is written behind an editor's back is in conflict with what it holds. */
async function restore(name: string, text: string): Promise<void> {
  const document = await workspace.openTextDocument(Uri.joinPath(folder(), name));
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  assert.ok(await workspace.applyEdit(edit));
  assert.ok(await document.save());
}

/** The row of that label, found as VS Code would: level by level. */
async function row(label: string): Promise<OrganizationEntry> {
  const { organizationTree } = await gatehouse();
  return eventually(`a row ${label}`, async () => {
    let level = await organizationTree.getChildren();
    while (level.length > 0) {
      const found = level.find((entry) => entry.kind === 'node' && entry.node.label === label);
      if (found !== undefined) return found;
      level = (await Promise.all(level.map((entry) => organizationTree.getChildren(entry)))).flat();
    }
    return undefined;
  });
}

const whatIfs = (): readonly Tab[] =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === 'gatehouse-what-if');

/** Both sides of the what-if that is shown. */
async function shownWhatIf(): Promise<{ readonly title: string; readonly before: string; readonly after: string }> {
  const tab = await eventually('a what-if', () => whatIfs()[0]);
  assert.ok(tab.input instanceof TabInputTextDiff);
  const { original, modified } = tab.input;
  const textOf = async (uri: Uri): Promise<string> => (await workspace.openTextDocument(uri)).getText();
  return { title: tab.label, before: await textOf(original), after: await textOf(modified) };
}

/** Drops rows, or a file of the Explorer, onto a row. */
async function drop(onto: OrganizationEntry, dropped: readonly OrganizationEntry[] | Uri): Promise<void> {
  const { dragAndDrop } = await gatehouse();
  const data = new DataTransfer();
  const source = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
  if (dropped instanceof Uri) data.set('text/uri-list', new DataTransferItem(dropped.toString()));
  else await dragAndDrop.handleDrag?.(dropped, data, source);
  await dragAndDrop.handleDrop?.(onto, data, source);
}

suite('in VS Code: changing an organization', () => {
  test('an account that is dropped onto an OU moves, once the what-if is applied; undo brings it back', async () => {
    const before = await read('accounts.jsonc');
    await drop(await row('Engineer'), [await row('analytics')]);
    const { title, before: left, after: right } = await shownWhatIf();
    assert.match(title, /analytics/);
    assert.match(left, /SCP {2}at Data: FullAWSAccess, data-only/);
    assert.doesNotMatch(right, /data-only/);
    assert.equal(await read('accounts.jsonc'), before, 'nothing is written yet');

    await commands.executeCommand('gatehouse.applyWhatIf');
    const after = await eventually('the move', async () =>
      (await read('accounts.jsonc')) === before ? undefined : read('accounts.jsonc'),
    );
    const changed = after.split('\n').filter((line, index) => line !== before.split('\n')[index]);
    assert.equal(changed.length, 1, 'one line');
    assert.match(changed[0] ?? '', /"analytics".*"ou": "\/Engineer"/);
    await eventually('no what-if', () => (whatIfs().length === 0 ? true : undefined));
    await eventually('analytics below Engineer', async () => {
      const entry = await row('analytics');
      return entry.parent?.kind === 'node' && entry.parent.node.label === 'Engineer' ? true : undefined;
    });

    const document = await workspace.openTextDocument(Uri.joinPath(folder(), 'accounts.jsonc'));
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    await eventually('the undone move', () => (document.getText() === before ? true : undefined));
    await document.save();
  });

  test('what is discarded is not written', async () => {
    const before = await read('organization.jsonc');
    const { whatIf } = await gatehouse();
    const { node } = await nodeOf('Company');
    assert.ok(await whatIf.propose(node.folder ?? '', { kind: 'createOrganizationalUnit', parent: '/', name: 'Sandbox' }));
    assert.match((await shownWhatIf()).after, /"name": "Sandbox"/);
    await commands.executeCommand('gatehouse.discardWhatIf');
    await eventually('no what-if', () => (whatIfs().length === 0 ? true : undefined));
    assert.equal(await read('organization.jsonc'), before);
  });

  test('what AWS would refuse is said, and shows no what-if', async () => {
    const { whatIf } = await gatehouse();
    const { node } = await nodeOf('Company');
    assert.equal(await whatIf.propose(node.folder ?? '', { kind: 'deleteOrganizationalUnit', target: '/Data' }), false);
    assert.equal(whatIfs().length, 0);
  });

  test('a file that is dropped onto an OU is attached to it, and comes off again', async () => {
    const before = await read('organization.jsonc');
    await write(
      'guardrails.scp.json',
      '{ "Version": "2012-10-17", "Statement": [{ "Sid": "No", "Effect": "Deny", "Action": "ec2:*", "Resource": "*" }] }\n',
    );
    await drop(await row('Engineer'), Uri.joinPath(folder(), 'guardrails.scp.json'));
    assert.match((await shownWhatIf()).after, /SCP {2}at Engineer: FullAWSAccess, guardrails/);
    await commands.executeCommand('gatehouse.applyWhatIf');
    await eventually('the attachment', async () => ((await read('organization.jsonc')).includes('"scp/guardrails"') ? true : undefined));
    const attached = await eventually('the policy below Engineer', async () => {
      const { organizationTree } = await gatehouse();
      const [group] = await organizationTree.getChildren(await row('Engineer'));
      const policies = group === undefined ? [] : await organizationTree.getChildren(group);
      return policies.find((entry) => entry.kind === 'node' && entry.node.policy === 'scp/guardrails');
    });
    await commands.executeCommand('gatehouse.detachPolicy', attached);
    assert.match((await shownWhatIf()).title, /guardrails/);
    await commands.executeCommand('gatehouse.applyWhatIf');
    await eventually('the detachment', async () =>
      /"Engineer".*"attach": \["scp\/FullAWSAccess"\]/.test(await read('organization.jsonc')) ? true : undefined,
    );
    await restore('organization.jsonc', before);
    await workspace.fs.delete(Uri.joinPath(folder(), 'guardrails.scp.json'));
  });

  test('a new policy is a new file and an attachment, in one step that undo takes back', async () => {
    const before = await read('organization.jsonc');
    const { whatIf } = await gatehouse();
    const { node } = await nodeOf('Company');
    await whatIf.propose(node.folder ?? '', { kind: 'createPolicy', type: 'scp', name: 'fresh', target: '/Data' });
    await shownWhatIf();
    await commands.executeCommand('gatehouse.applyWhatIf');
    await eventually('the file', async () => read('policies/scp/fresh.json').catch(() => undefined));
    await eventually('the attachment', async () => ((await read('organization.jsonc')).includes('"scp/fresh"') ? true : undefined));
    await workspace.fs.delete(Uri.joinPath(folder(), 'policies/scp/fresh.json'));
    await restore('organization.jsonc', before);
  });

  test('what is found is revealed, and the effective policies follow the selection', async () => {
    const { organizationTree, effectiveView } = await gatehouse();
    const user = await row('s3-monitoring-bot');
    const way: string[] = [];
    for (let at: OrganizationEntry | undefined = user; at !== undefined; at = at.parent) if (at.kind === 'node') way.unshift(at.node.id);
    await commands.executeCommand('gatehouse.organizations.focus');
    // What the tests before have written may still refresh the tree, and take the selection away.
    await eventually('the selection', async () => {
      await organizationTree.reveal(way);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { selection } = organizationTree.view;
      return selection.some((entry) => entry.kind === 'node' && entry.node.label === 's3-monitoring-bot') ? true : undefined;
    });
    const types = await eventually('effective policies', async () => {
      const nodes = await effectiveView.getChildren();
      return nodes.length === 0 ? undefined : nodes;
    });
    assert.deepEqual(
      types.map(({ label }) => label),
      ['Own policies', 'SCP'],
    );
    const levels = types[1]?.children.map(({ label, description }) => `${label}: ${String(description)}`);
    assert.deepEqual(levels, ['Root: FullAWSAccess, deny-leave', 'Data: FullAWSAccess, data-only', 'pipeline: FullAWSAccess']);
  });

  test('a filter leaves the way to what has the word', async () => {
    const { organizationTree } = await gatehouse();
    organizationTree.setFilter('analytics');
    try {
      const root = await row('Root');
      const below = await organizationTree.getChildren(root);
      assert.deepEqual(
        below.map((entry) => (entry.kind === 'node' ? entry.node.label : '')),
        ['Data'],
      );
    } finally {
      organizationTree.setFilter('');
    }
  });
});

async function nodeOf(label: string) {
  const entry = await row(label);
  assert.ok(entry.kind === 'node');
  return entry;
}
