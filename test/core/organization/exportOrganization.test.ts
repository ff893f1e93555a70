import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { exportOrganization } from '../../../server/src/core/organization/exportOrganization';
import type { ExportFormat } from '../../../server/src/core/organization/exportOrganization';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';

import { companyFiles } from './fixture';

function exported(format: ExportFormat, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const { organization } = readOrganization(companyFiles(changes));
  assert.ok(organization !== undefined);
  return exportOrganization(organization, format, english);
}

/** An account whose name means something to each of the formats, one in an OU that does not exist, and one that is suspended. */
const strange = {
  'accounts.jsonc': `[
  { "name": "company", "id": "111111111111", "ou": "/" },
  { "name": "=a \\"b\\"; <c> | [d]\\n# \\\\e, *f*", "id": "222222222222", "ou": "/Engineer", "state": "SUSPENDED" },
  { "name": "lost", "id": "333333333333", "ou": "/Nowhere" }
]`,
};

/** The cells of a CSV text, quotes and line breaks within them taken as RFC 4180 says. */
function cells(text: string): readonly (readonly string[])[] {
  return text
    .split(/\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain),
    );
}

describe('an organization as a text for others', () => {
  test('Markdown: a list as deep as the tree, with what is attached', () => {
    assert.equal(
      exported('markdown'),
      [
        '- **Root** `r-ab12` – SCP: FullAWSAccess, deny-leave',
        '  - company `111111111111` – management account · SCP: FullAWSAccess',
        '  - **Engineer** `ou-ab12-11111111` – SCP: FullAWSAccess',
        '    - service-1 `222222222222` – SCP: FullAWSAccess',
        '  - **Data** `ou-ab12-22222222` – SCP: FullAWSAccess, data-only',
        '    - pipeline `444444444444` – SCP: FullAWSAccess',
        '    - **Lakes/Ponds** – SCP: FullAWSAccess',
        '      - pond – SCP: FullAWSAccess',
        '',
      ].join('\n'),
    );
  });

  test('CSV: a row for each place, made-up ids left out', () => {
    const [head, ...rows] = cells(exported('csv'));
    assert.deepEqual(head, ['kind', 'name', 'id', 'path', 'parent', 'state', 'email', 'management', 'attached']);
    assert.deepEqual(rows[0], ['root', 'Root', 'r-ab12', '/', '', '', '', '', 'SCP: FullAWSAccess, deny-leave']);
    assert.deepEqual(rows.at(-1), [
      'account',
      'pond',
      '',
      '/Data/Lakes~1Ponds',
      'Lakes/Ponds',
      'ACTIVE',
      '',
      'false',
      'SCP: FullAWSAccess',
    ]);
  });

  test('Mermaid and Graphviz: a node for each place, an edge to each but the root', () => {
    for (const [format, node, edge] of [
      ['mermaid', /^ {2}n\d+[[({]/gm, / --> /g],
      ['graphviz', /^ {2}n\d+ \[label=/gm, / -> /g],
    ] as const) {
      const text = exported(format);
      assert.equal(text.match(node)?.length, 8);
      assert.equal(text.match(edge)?.length, 7);
      assert.match(text, /pipeline.*444444444444.*SCP: FullAWSAccess/);
    }
  });

  test('names mean nothing to the format that they stand in', () => {
    const name = '=a "b"; <c> | [d]\n# \\e, *f*';
    const mermaid = exported('mermaid', strange).split('\n');
    assert.ok(
      mermaid
        .slice(1)
        .every((line) => /^( {2}n\d+(\(\[|\[|\{\{)"[\p{L}\p{N} .,:@()/_#;<>-]*"(\]\)|\]|\}\})| {2}n\d+ --> n\d+|)$/u.test(line)),
      mermaid.join('\n'),
    );
    assert.ok(mermaid.some((line) => line.includes('#34;b#34;') && line.includes('#60;c#62;') && line.includes('#10;')));
    const graphviz = exported('graphviz', strange);
    assert.ok(graphviz.includes('=a \\"b\\"; <c> | [d] # \\\\e, *f*\\n222222222222'));
    assert.ok(exported('markdown', strange).includes('    - =a "b"; \\<c\\> \\| \\[d\\] \\# \\\\e, \\*f\\* `222222222222` – SUSPENDED'));
    const row = cells(exported('csv', strange)).find(([, , id]) => id === '222222222222');
    assert.equal(row?.[1], `'${name}`, 'and a spreadsheet takes none for a formula');
  });

  test('an account in no OU stands alone', () => {
    assert.match(exported('markdown', strange), /^- lost `333333333333`/m);
    assert.match(exported('csv', strange), /^account,lost,333333333333,\/Nowhere,,/m);
  });

  test('a type that is off says so, and one that is on says what it always has', () => {
    const manifest = companyFiles().get('organization.jsonc') ?? '';
    const both = manifest.replace('"SERVICE_CONTROL_POLICY": "ENABLED"', '"RESOURCE_CONTROL_POLICY": "ENABLED"');
    const root = exported('markdown', { 'organization.jsonc': both }).split('\n')[0] ?? '';
    assert.match(root, /RCP: RCPFullAWSAccess/);
    assert.match(root, /SCP off: FullAWSAccess, deny-leave/);
  });

  test('a broken manifest has attached to it only what is written', () => {
    const manifest = companyFiles().get('organization.jsonc') ?? '';
    const broken = manifest.slice(0, manifest.indexOf('"policies"'));
    const text = exported('markdown', { 'organization.jsonc': broken });
    assert.match(text, /\*\*Data\*\*.*data-only/);
    assert.doesNotMatch(text, /\*\*Engineer\*\*.*FullAWSAccess/);
  });
});
