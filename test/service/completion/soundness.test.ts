import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { plainText } from '../../../server/src/service/completion/completionItem';
import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import { complete, fullFeatures } from '../../support/completion';
import { realCatalog, realCatalogTexts } from '../../support/realCatalog';

/** Numbers that look random and are the same each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

const catalog = realCatalog();
const texts = realCatalogTexts();
const policies = catalog
  .managedPolicies()
  .flatMap(({ arn }) => texts.managedPolicyDocument(arn) ?? [])
  .filter((text) => !text.includes('|') && text.length < 8000);

describe('completion in policies of AWS', () => {
  it('leaves sound JSON sound, whatever is chosen, inside any string', () => {
    const random = createRandom(1);
    let chosen = 0;
    for (let round = 0; round < 300; round++) {
      const text = policies[random(policies.length)] ?? '';
      const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
      const string = strings[random(strings.length)];
      assert.ok(string !== undefined);
      const at = string.index + 1 + random(string[0].length - 1);
      const marked = `${text.slice(0, at)}|${text.slice(at)}`;
      const features = random(2) === 0 ? fullFeatures : leastCompletionFeatures;
      const completion = complete(marked, { catalog, features });
      for (const label of completion.labels.slice(0, 5)) {
        const edited = plainText(completion.apply(label, random(2) === 0 ? 'insert' : 'replace'));
        assert.deepEqual(parseJson(edited).problems, [], `${label} at ${marked.slice(Math.max(0, at - 60), at + 60)}`);
        chosen++;
      }
    }
    assert.ok(chosen > 300, `${chosen} proposals were chosen`);
  });

  it('never fails in a text that is cut off, and its edits surround the cursor', () => {
    const random = createRandom(2);
    for (let round = 0; round < 600; round++) {
      const text = policies[random(policies.length)] ?? '';
      const cut = random(text.length);
      const marked = random(2) === 0 ? `${text.slice(0, cut)}|` : `${text.slice(0, cut)}|${text.slice(cut + random(40))}`;
      const completion = complete(marked, {
        catalog,
        name: ['a.json', 'a.scp.json', 'a.rcp.json', 'a.trust.json', 'a.bucket.json'][random(5)] ?? 'a.json',
      });
      for (const label of completion.labels.slice(0, 3)) completion.apply(label);
    }
  });
});
