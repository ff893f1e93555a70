import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { decide } from '../../server/src/core/evaluation/decide';
import { explain } from '../../server/src/core/evaluation/explain';
import { compilePolicySet } from '../../server/src/core/evaluation/policySet';
import { prepareRequest } from '../../server/src/core/evaluation/prepareRequest';
import { policySetFacts } from '../../server/src/core/evaluation/requestFacts';
import { readScenario } from '../../server/src/core/evaluation/scenario';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { itemsOf, textOf, valueOf } from '../../server/src/core/syntax/queries';
import { english } from '../../server/src/core/text/message';
import { realCatalog } from '../support/realCatalog';

const folder = 'test/evaluation/cases';

// Each row: a scenario with its AWS page as `source`, and the layer that decides (none where no policy does).
for (const file of readdirSync(folder).sort()) {
  describe(file.replace('.json', '').replaceAll('-', ' '), () => {
    const { root, problems } = parseJson(readFileSync(`${folder}/${file}`, 'utf8'));
    it('is readable, and has at least eight rows', () => {
      assert.deepEqual(problems, []);
      assert.ok(itemsOf(root).length >= 8);
    });
    for (const row of itemsOf(root)) {
      const node = valueOf(row, 'scenario');
      const { scenario, problems: troubles, name } = readScenario(node, () => undefined);
      it(name ?? 'a scenario', () => {
        assert.deepEqual(troubles.map(english), []);
        assert.ok(scenario !== undefined);
        assert.match(textOf(node, 'source') ?? '', /^https:\/\/docs\.aws\.amazon\.com\//);
        const prepared = prepareRequest(scenario.request, { catalog: realCatalog(), ...policySetFacts(scenario.policies) });
        const policies = compilePolicySet(scenario.policies);
        const trace = explain(prepared, policies);
        assert.equal(trace.decision, scenario.expect);
        assert.equal(trace.decidedBy?.layer, textOf(row, 'by'));
        assert.equal(decide(prepared, policies).decision, trace.decision);
      });
    }
  });
}
