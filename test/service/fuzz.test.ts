import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';

import { recheck } from '../../server/src/core/checks/recheck';
import type { CheckedStatements } from '../../server/src/core/checks/recheck';
import { runChecks } from '../../server/src/core/checks/runChecks';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { createDocumentStore } from '../../server/src/service/documentStore';
import type { PolicyLanguageService } from '../../server/src/service/languageService';
import { createRandom } from '../evaluation/random/randomSource';
import type { RandomSource } from '../evaluation/random/randomSource';
import { plainSyntax } from '../support/plainSyntax';
import { realCatalog, realCatalogTexts } from '../support/realCatalog';

import { everything, startFixture } from './navigation/fixture';

const isFull = process.env.GATEHOUSE_FULL === '1';
const seed = Number(process.env.GATEHOUSE_SEED ?? 20_261_125);
const [policyCount, editsEach] = isFull ? [300, 34] : [60, 17];

/** Policies of AWS's, from all over the list, as people have them in files. */
function managedPolicies(count: number): readonly string[] {
  const texts = realCatalogTexts();
  const arns = realCatalog()
    .managedPolicies()
    .map(({ arn }) => arn);
  const step = Math.max(1, Math.floor(arns.length / count));
  return arns
    .filter((_, index) => index % step === 0)
    .slice(0, count)
    .map((arn, index) => JSON.stringify(JSON.parse(texts.managedPolicyDocument(arn) ?? ''), undefined, index % 3));
}

const pieces = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '\n', ' ', '/*', '*/', '//', '${', '$', '*', '?', '\\u0041', '가', '\u{1f512}'],
  ...['"Sid": "New",', '"Effect": "Deny",', '"Action": "s3:Get*",', '"NotAction": [', '"Resource": "arn:aws:s3:::b/*"', '"Condition": {'],
  ...[
    '"StringLike": { "aws:PrincipalTag/team": "${aws:',
    '"Principal": { "AWS": "111122223333" }',
    '{ "Effect": "Allow" },',
    'iam:',
    'arn:aws:',
  ],
];

/** One edit as people and broken tools make them: typing, pasting, deleting, cutting off the end. */
function edit(text: string, random: RandomSource): { readonly text: string; readonly at: number } {
  const at = random.below(text.length + 1);
  const kind = random.below(20);
  if (kind === 0) return { text: text.slice(0, at), at };
  if (kind < 7) return { text: text.slice(0, at) + text.slice(at + 1 + random.below(kind === 1 ? 400 : 4)), at };
  if (kind === 7) {
    const from = random.below(text.length + 1);
    return { text: text.slice(0, at) + text.slice(from, from + random.below(300)) + text.slice(at), at };
  }
  const piece = random.pick(pieces);
  return { text: text.slice(0, at) + piece + text.slice(at), at: at + piece.length };
}

/** What every feature answers at a place and about the document. */
async function askEverything(service: PolicyLanguageService, uri: string, document: TextDocument, at: number) {
  const position: Position = document.positionAt(at);
  const place = { start: position, end: document.positionAt(at + 9) };
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const diagnostics = await service.diagnostics(uri);
  const here = diagnostics.filter(({ range }) => document.offsetAt(range.end) >= at).slice(0, 3);
  const completion = await service.completion(uri, position);
  const [first] = completion?.items ?? [];
  return {
    diagnostics,
    actions: await service.codeActions(uri, place, { diagnostics: here }),
    completion,
    resolved: first === undefined ? undefined : await service.resolveCompletion(first),
    hover: await service.hover(uri, position),
    formatting: await service.formatting(uri, { tabSize: 2, insertSpaces: true }),
    lenses: await service.codeLenses(uri),
    hints: await service.inlayHints(uri, whole),
    definition: await service.definition(uri, position),
    references: await service.references(uri, position, true, () => false),
    rename: await service.rename(uri, position, 'Other'),
    links: await service.documentLinks(uri),
    info: await service.documentInfo(uri),
    highlights: await service.highlights(uri, position),
    selections: await service.selectionRanges(uri, [position, place.end]),
    symbols: await service.symbols(uri, true),
    folding: await service.folding(uri),
    tokens: (await service.semanticTokens(uri)).data,
    tokensInSight: await service.semanticTokensIn(uri, place),
  };
}

describe('random edits of AWS’s own policies', () => {
  test(`every feature answers as if the text had been opened like that (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const settings = { catalog: realCatalog() };
    const store = createDocumentStore(() => ({}));
    const [edited, opened] = [startFixture(everything, {}), startFixture(everything, {})];
    let [edits, findings] = [0, 0];
    for (const [index, original] of managedPolicies(policyCount).entries()) {
      const uri = `file:///workspace/managed${index}.json`;
      let statements: CheckedStatements | undefined;
      let { text, at } = { text: original, at: 0 };
      for (let version = 0; version <= editsEach; version++) {
        const document = TextDocument.create(uri, 'json', version, text);
        const { syntax, policy } = store.open(document);
        assert.deepEqual(plainSyntax(syntax), parseJson(text));
        const checked = { text, root: syntax.root, policy, policyType: 'identity' as const };
        const again = recheck(checked, settings, statements);
        assert.deepEqual(again.findings, runChecks(checked, settings));
        ({ statements } = again);
        edited.service.documentChanged(document);
        opened.service.documentChanged(document);
        const answers = await askEverything(edited.service, uri, document, at);
        assert.deepEqual(
          answers,
          await askEverything(opened.service, uri, document, at),
          `policy ${index}, edit ${version}, at ${at} of\n${text}`,
        );
        opened.service.documentClosed(uri);
        findings += answers.diagnostics.length;
        edits += version === 0 ? 0 : 1;
        ({ text, at } = edit(text, random));
        // A file that was cut off near its beginning has little more to break.
        if (text.length < 40) text = original;
      }
      store.close(uri);
      edited.service.documentClosed(uri);
    }
    assert.ok(edits >= (isFull ? 10_000 : 1_000), `${edits} edits`);
    assert.ok(findings > edits, `${findings} findings`);
  });
});
