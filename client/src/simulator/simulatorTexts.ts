import * as l10n from '@vscode/l10n';

import type { SimulatorTexts } from './messages';

/** The simulator's words in the language of now. */
export function simulatorTexts(): SimulatorTexts {
  return { ...formTexts(), ...resultTexts() };
}

function formTexts() {
  return {
    title: l10n.t('Policy simulator'),
    principal: l10n.t('Who'),
    principalHint: l10n.t('A principal: pipeline/user/bot, pipeline/role/etl, an ARN. Empty: decide by the policy file alone.'),
    action: l10n.t('Does what'),
    actionHint: l10n.t('An action, such as s3:GetObject'),
    resource: l10n.t('On what'),
    resourceHint: l10n.t('The ARN of a resource, or * for an action without resources'),
    policyFile: l10n.t('Policy file'),
    policyFileHint: l10n.t('Its text counts as it stands in the editor, saved or not.'),
    clearPolicyFile: l10n.t('Ask without this policy file'),
    context: l10n.t('Request context'),
    contextKey: l10n.t('Condition key'),
    contextValue: l10n.t('Value'),
    contextHint: l10n.t('Several values of one key: a row for each.'),
    addContext: l10n.t('Add a condition key'),
    removeContext: l10n.t('Remove {0}'),
    contextIsComplete: l10n.t('The context is complete'),
    contextIsCompleteHint: l10n.t('On: a key that is not given is absent. Off: it is unknown.'),
    decide: l10n.t('Decide'),
    deciding: l10n.t('Deciding…'),
    suggestionCount: l10n.t('{0} suggestions'),
  };
}

function resultTexts() {
  return {
    decision: l10n.t('Decision'),
    noDecision: l10n.t('Say who does what on what: the decision, and every statement that takes part in it, appear here.'),
    stale: l10n.t('Policies have changed; asking again.'),
    failed: l10n.t('No answer: {0}'),
    allowed: l10n.t('Allowed'),
    explicitDeny: l10n.t('Denied (explicit deny)'),
    implicitDeny: l10n.t('Denied (implicit deny)'),
    undetermined: l10n.t('Undetermined'),
    notApplicable: l10n.t('Not applicable'),
    awsMessage: l10n.t('What AWS would say'),
    decidedBy: l10n.t('Decided by'),
    layers: l10n.t('Layers'),
    statements: l10n.t('Statements'),
    statement: l10n.t('Statement'),
    effect: l10n.t('Effect'),
    match: l10n.t('Match'),
    matched: l10n.t('Matches'),
    notMatched: l10n.t('Does not match'),
    unknown: l10n.t('Unknown'),
    reason: l10n.t('Why'),
    decides: l10n.t('decides'),
    showAll: l10n.t('Show all {0}'),
    contextOfRequest: l10n.t('Context of the request'),
    origin: l10n.t('Origin'),
    matters: l10n.t('matters'),
    doesNotMatter: l10n.t('does not matter'),
    absent: l10n.t('(absent)'),
    missing: l10n.t('The decision depends on'),
    give: l10n.t('Give a value for {0}'),
    notes: l10n.t('Notes'),
    revealSource: l10n.t('Show {0} in the editor'),
  };
}
