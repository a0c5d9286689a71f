/** Which codes a field of a source record is told in, where the record tells no name beside them. */
import codes from './codes.json'

const FREQUENCIES = { ...codes.form_frequency, ...codes.admission_frequency }
const PROVENANCES = { found: '有出处', 'general-knowledge': '通行做法' }

export const CODES: Record<string, Record<string, string>> = {
  document: codes.document_kind,
  frequency: FREQUENCIES,
  owner_level: codes.region_level,
  target_level: codes.region_level,
  level: codes.region_level,
  platform: codes.platform,
  forced_features: codes.app_feature,
  group_demands: codes.group_demand,
  placement: codes.spec_placement,
  flag_reason: codes.flag_reason,
  disposal: codes.disposal,
  reached: codes.demand_channel,
  reason: { ...codes.refusal_reason, ...codes.pass_reason },
  kind: { ...codes.item_kind, ...codes.demand_kind, ...codes.plan_kind },
  flags: codes.plan_conflict_kind,
  answer: codes.pass_answer,
  claim: codes.visit_claim,
  closing: codes.rectification_closing,
  grade: codes.grade,
  stage: codes.reminder_stage,
  provenance: PROVENANCES,
  detail_provenance: PROVENANCES,
}
