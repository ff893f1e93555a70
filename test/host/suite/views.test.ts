import assert from 'node:assert/strict';

import { commands, TabInputWebview, TreeItem, window, workspace, Uri } from 'vscode';
import type { TreeDataProvider } from 'vscode';

import { eventually, folder, gatehouse, open, policy } from './editor';

interface Row {
  readonly label: string;
  readonly description: string;
  readonly depth: number;
}

/** Every row of the tree, as VS Code would ask for them. */
async function rows<Entry>(tree: TreeDataProvider<Entry>, parent?: Entry, depth = 0): Promise<readonly Row[]> {
  const children = (await tree.getChildren(parent)) ?? [];
  const found: Row[] = [];
  for (const child of children) {
    const item = await tree.getTreeItem(child);
    assert.ok(item instanceof TreeItem);
    const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
    const description = typeof item.description === 'string' ? item.description : '';
    found.push({ label, description, depth }, ...(await rows(tree, child, depth + 1)));
  }
  return found;
}

suite('in VS Code: the views', () => {
  test('the tree shows the organization of the open folder, as deep as it is', async () => {
    const { organizationTree } = await gatehouse();
    const found = await eventually('the organization', async () => {
      const all = await rows(organizationTree);
      return all.some(({ label }) => label === 'pipeline') ? all : undefined;
    });
    const depthOf = (label: string): number => found.find((row) => row.label === label)?.depth ?? -1;
    for (const label of ['Company', 'Engineer', 'Data', 'service-1', 'service-2', 'analytics', 'pipeline', 's3-monitoring-bot']) {
      assert.ok(depthOf(label) >= 0, `${label} among ${found.map((row) => row.label).join(', ')}`);
    }
    assert.ok(depthOf('Company') < depthOf('Data'));
    assert.ok(depthOf('Data') < depthOf('pipeline'));
    assert.ok(depthOf('pipeline') < depthOf('s3-monitoring-bot'));
    assert.equal(depthOf('Engineer'), depthOf('Data'));
  });

  test('a broken manifest is a message in the tree, and its repair brings the organization back', async () => {
    const { organizationTree } = await gatehouse();
    const manifest = Uri.joinPath(folder(), 'organization.jsonc');
    const whole = await workspace.fs.readFile(manifest);
    await eventually('the organization', async () =>
      (await rows(organizationTree)).some(({ label }) => label === 'pipeline') ? true : undefined,
    );
    await workspace.fs.writeFile(manifest, new TextEncoder().encode('{ "ous": [ '));
    try {
      await eventually('rows of a broken manifest', async () => {
        const all = await rows(organizationTree);
        return all.length > 0 && !all.some(({ label }) => label === 'Engineer') ? all : undefined;
      });
    } finally {
      await workspace.fs.writeFile(manifest, whole);
    }
    await eventually('the organization again', async () =>
      (await rows(organizationTree)).some(({ label }) => label === 'Engineer') ? true : undefined,
    );
  });

  test('the simulator opens beside the policy it asks about', async () => {
    await open('simulated.json', policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }'));
    await commands.executeCommand('gatehouse.openSimulator');
    await eventually('the panel', () =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof TabInputWebview && input.viewType.includes('gatehouse')),
    );
  });
});
