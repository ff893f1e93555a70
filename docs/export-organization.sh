#!/usr/bin/env bash
# Writes to standard output what AWS Organizations says of an organization, one call a line, for Gatehouse to read:
#
#   bash export-organization.sh > organization.jsonl
#   gatehouse organization organization.jsonl
#
# It only reads. It needs version 2 of the AWS command line and credentials of the management account, or of an account that may call
# these operations. What may not be called is named on standard error, and stays unknown to Gatehouse.
set -u

types='SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY DECLARATIVE_POLICY_EC2 TAG_POLICY BACKUP_POLICY AISERVICES_OPT_OUT_POLICY
  CHATBOT_POLICY SECURITYHUB_POLICY SECURITYHUB_CSPM_POLICY INSPECTOR_POLICY GUARDDUTY_POLICY UPGRADE_ROLLOUT_POLICY BEDROCK_POLICY
  S3_POLICY NETWORK_SECURITY_DIRECTOR_POLICY'

# call OPERATION INPUT [ARGUMENT…]: INPUT says as JSON what the arguments ask for.
call() {
  local operation=$1 input=$2 output
  shift 2
  if output=$(aws organizations "$operation" "$@" --output json 2>/dev/null); then
    printf '{"op":"%s","in":%s,"out":%s}\n' "$operation" "$input" "$(printf '%s' "${output:-null}" | tr -d '\r\n')"
  else
    printf 'not exported: %s %s\n' "$operation" "$input" >&2
  fi
}

# ids QUERY OPERATION [ARGUMENT…]
ids() {
  local query=$1
  shift
  aws organizations "$@" --query "$query" --output text 2>/dev/null | tr -s '\t ' '\n\n' | grep -Ev '^(None)?$'
}

walk() {
  local parent=$1 unit
  call list-organizational-units-for-parent "{\"ParentId\":\"$parent\"}" --parent-id "$parent"
  call list-accounts-for-parent "{\"ParentId\":\"$parent\"}" --parent-id "$parent"
  for unit in $(ids 'OrganizationalUnits[].Id' list-organizational-units-for-parent --parent-id "$parent"); do walk "$unit"; done
}

call describe-organization '{}'
call list-roots '{}'
call list-accounts '{}'
for root in $(ids 'Roots[].Id' list-roots); do walk "$root"; done
for type in $types; do
  call list-policies "{\"Filter\":\"$type\"}" --filter "$type"
  targets=
  for policy in $(ids 'Policies[].Id' list-policies --filter "$type"); do
    call describe-policy "{\"PolicyId\":\"$policy\"}" --policy-id "$policy"
    call list-targets-for-policy "{\"PolicyId\":\"$policy\"}" --policy-id "$policy"
    case $type in SERVICE_CONTROL_POLICY | RESOURCE_CONTROL_POLICY) continue ;; esac
    targets="$targets $(ids 'Targets[].TargetId' list-targets-for-policy --policy-id "$policy")"
  done
  # Where several are attached the first wins, and only this call tells which one that is.
  for target in $(printf '%s\n' $targets | sort | uniq -d); do
    call list-policies-for-target "{\"TargetId\":\"$target\",\"Filter\":\"$type\"}" --filter "$type" --target-id "$target"
  done
done
for account in $(ids 'Accounts[].Id' list-accounts); do
  call list-tags-for-resource "{\"ResourceId\":\"$account\"}" --resource-id "$account"
done
for account in $(ids 'DelegatedAdministrators[].Id' list-delegated-administrators); do
  call list-delegated-services-for-account "{\"AccountId\":\"$account\"}" --account-id "$account"
done
call list-aws-service-access-for-organization '{}'
call describe-resource-policy '{}'
call list-handshakes-for-organization '{}'
