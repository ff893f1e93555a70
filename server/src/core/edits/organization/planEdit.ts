import { planAttachPolicies, planCreatePolicy, planDetachPolicy, planPolicyType, planAttachFile } from './policyEdits';
import { planAttachToPrincipal, planDetachFromPrincipal } from './principalEdits';
import { openForEdit } from './organizationDocuments';
import type { OrganizationWithFiles } from './organizationDocuments';
import type { EditPlan, OrganizationEdit } from './organizationEdit';
import { planCreateAccount, planCreateUnit, planDeleteUnit, planMoveAccounts, planMoveUnit, planRenameUnit } from './structureEdits';

/**
 * What a change does to an organization's files, or why it cannot be: AWS would refuse it, the organization has no such thing, or the file
 * that it changes cannot be read. Comments and layout stay, and nothing but the change moves.
 */
export function planEdit(organization: OrganizationWithFiles, edit: OrganizationEdit): EditPlan {
  const edited = openForEdit(organization);
  switch (edit.kind) {
    case 'createOrganizationalUnit':
      return planCreateUnit(edited, edit);
    case 'renameOrganizationalUnit':
      return planRenameUnit(edited, edit);
    case 'deleteOrganizationalUnit':
      return planDeleteUnit(edited, edit);
    case 'moveOrganizationalUnit':
      return planMoveUnit(edited, edit);
    case 'createAccount':
      return planCreateAccount(edited, edit);
    case 'moveAccounts':
      return planMoveAccounts(edited, edit);
    case 'enablePolicyType':
    case 'disablePolicyType':
      return planPolicyType(edited, edit);
    case 'createPolicy':
      return planCreatePolicy(edited, edit);
    case 'attachPolicies':
      return planAttachPolicies(edited, edit);
    case 'attachFile':
      return planAttachFile(edited, edit);
    case 'detachPolicy':
      return planDetachPolicy(edited, edit);
    case 'attachToPrincipal':
      return planAttachToPrincipal(edited, edit);
    case 'detachFromPrincipal':
      return planDetachFromPrincipal(edited, edit);
  }
}
