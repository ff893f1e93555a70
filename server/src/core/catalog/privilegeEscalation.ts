/** Published methods to get more permissions than were given, and the actions they need. */
export interface PrivilegeEscalationMethods {
  /** Address of the page that describes them. */
  readonly source: string;
  readonly actions: readonly string[];
}

/**
 * Actions that can lead whoever has them to more permissions than he was given, alone or with what usually goes with them: by changing
 * policies, by taking on or handing over roles, by putting code where a role runs, by entering a machine that has one. Each stands with
 * the first page that describes its use.
 */
export const privilegeEscalationMethods: readonly PrivilegeEscalationMethods[] = [
  {
    source: 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
    actions: [
      'cloudformation:CreateStack',
      'datapipeline:CreatePipeline',
      'datapipeline:PutPipelineDefinition',
      'ec2:RunInstances',
      'glue:CreateDevEndpoint',
      'glue:UpdateDevEndpoint',
      'iam:AddUserToGroup',
      'iam:AttachGroupPolicy',
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreatePolicyVersion',
      'iam:PassRole',
      'iam:PutGroupPolicy',
      'iam:PutRolePolicy',
      'iam:PutUserPolicy',
      'iam:SetDefaultPolicyVersion',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateLoginProfile',
      'lambda:CreateFunction',
      'lambda:UpdateFunctionCode',
      'sts:AssumeRole',
    ],
  },
  {
    source: 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/',
    actions: ['lambda:UpdateFunctionConfiguration', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
  },
  {
    source: 'https://rhinosecuritylabs.com/aws/escalating-aws-iam-privileges-undocumented-codestar-api/',
    actions: ['codestar:CreateProject'],
  },
  {
    source: 'https://github.com/BishopFox/iam-vulnerable',
    actions: [
      'cloudformation:UpdateStack',
      'codebuild:CreateProject',
      'ec2-instance-connect:SendSSHPublicKey',
      'sagemaker:CreateProcessingJob',
      'sagemaker:CreateTrainingJob',
      'ssm:SendCommand',
      'ssm:StartSession',
    ],
  },
  {
    source: 'https://pathfinding.cloud/',
    actions: [
      'codebuild:StartBuild',
      'ec2:ModifyInstanceAttribute',
      'ecs:RegisterTaskDefinition',
      'ecs:RunTask',
      'ecs:StartTask',
      'glue:CreateJob',
      'glue:UpdateJob',
    ],
  },
  {
    source: 'https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-codebuild-privesc/index.html',
    actions: ['codebuild:UpdateProject'],
  },
  {
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permission-to-pass-iam-roles.html',
    actions: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'iam:AddRoleToInstanceProfile'],
  },
  {
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    actions: [
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
    ],
  },
];

const sources: ReadonlyMap<string, string> = new Map(
  privilegeEscalationMethods.flatMap(({ source, actions }) => actions.map((name) => [name.toLowerCase(), source] as const)),
);

/** Whether an action is known to lead to more permissions; case does not matter. */
export function canEscalatePrivileges(action: string): boolean {
  return sources.has(action.toLowerCase());
}

/** The page that says how an action leads to more permissions; undefined for one that is not known to. */
export function privilegeEscalationSource(action: string): string | undefined {
  return sources.get(action.toLowerCase());
}
