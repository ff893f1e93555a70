/**
 * Actions that can lead whoever has them to more permissions than he was given, alone or with what usually goes with them: by changing
 * policies, by taking on or handing over roles, by putting code where a role runs, by entering a machine that has one.
 * Published methods: <https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/>,
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>,
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
 */
const names: readonly string[] = [
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'codebuild:CreateProject',
  'codebuild:StartBuild',
  'codebuild:UpdateProject',
  'codestar:CreateProject',
  'datapipeline:CreatePipeline',
  'datapipeline:PutPipelineDefinition',
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2:AssociateIamInstanceProfile',
  'ec2:ModifyInstanceAttribute',
  'ec2:ReplaceIamInstanceProfileAssociation',
  'ec2:RunInstances',
  'ecs:RegisterTaskDefinition',
  'ecs:RunTask',
  'ecs:StartTask',
  'glue:CreateDevEndpoint',
  'glue:CreateJob',
  'glue:UpdateDevEndpoint',
  'glue:UpdateJob',
  'iam:AddRoleToInstanceProfile',
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'lambda:CreateFunction',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'ssm:SendCommand',
  'ssm:StartSession',
  'sts:AssumeRole',
];

const lowerNames: ReadonlySet<string> = new Set(names.map((name) => name.toLowerCase()));

/** Whether an action is known to lead to more permissions; case does not matter. */
export function canEscalatePrivileges(action: string): boolean {
  return lowerNames.has(action.toLowerCase());
}

/** All of them, as AWS writes them. */
export const privilegeEscalationActions = names;
