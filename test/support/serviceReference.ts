import type { Action, Catalog, ConditionKey } from '../../server/src/core/catalog/catalog';

/** What the catalog says of a service, in the shape of a document of AWS's service reference. */
export function serviceReferenceOf(catalog: Catalog, prefix: string) {
  return {
    Name: prefix,
    Actions: catalog.actionNames(prefix).flatMap((name) => {
      const action = catalog.action(name);
      return action === undefined ? [] : [actionOf(action)];
    }),
    ConditionKeys: catalog.serviceConditionKeys(prefix).map(keyOf),
    Operations: [{ Name: 'Whatever', SDK: [{ Name: prefix, Method: 'whatever', Package: 'Boto3' }] }],
    Resources: catalog
      .resourceTypes(prefix)
      .map(({ name, arn, conditionKeys }) => ({ Name: name, ARNFormats: [arn], ConditionKeys: conditionKeys })),
    Version: 'v1.4',
  };
}

function actionOf({ name, accessLevel, conditionKeys, resourceTypes }: Action) {
  return {
    Name: name.slice(name.indexOf(':') + 1),
    ActionConditionKeys: conditionKeys,
    Annotations: {
      Properties: {
        IsList: accessLevel === 'list',
        IsPermissionManagement: accessLevel === 'permissions',
        IsTaggingOnly: accessLevel === 'tagging',
        IsWrite: accessLevel === 'write',
      },
    },
    Resources: resourceTypes.map((type) => ({ Name: type.name, ConditionKeys: type.conditionKeys })),
    SupportedBy: { 'IAM Access Analyzer Policy Generation': false, 'IAM Action Last Accessed': false },
  };
}

function keyOf({ name, type, multivalued }: ConditionKey) {
  return { Name: name, Types: [multivalued ? `ArrayOf${type}` : type] };
}
