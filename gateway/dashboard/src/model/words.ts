/** The Chinese words of codes. What the API names is generated from it: codes.json, as `GET /api/codes` answers. */
import type { Role } from '@/api/session'
import codes from './codes.json'

export const ACTIONS = ['work', 'plaques', 'forms', 'certificates', 'inspections'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_NAMES: Record<Action, string> = codes.action
export const ACTION_SHORT: Record<Action, string> = {
  work: '事务',
  plaques: '牌子',
  forms: '报表',
  certificates: '证明',
  inspections: '督考',
}

export const LISTS = {
  red: { name: '红榜', mark: '红', note: '通报表扬' },
  black_proposed: { name: '拟列黑榜', mark: '黑', note: '待具名审批' },
  unlisted: { name: '未列榜', mark: '', note: '' },
} as const

export const ROLES: Record<Role, string> = codes.role

export const GRADES: Record<string, string> = codes.grade

const LISTS_OF_CODES: Record<string, Record<string, string>> = codes

/** The word of a state of one of a collection's records (`plaques`), or the state itself where it has none. */
export function stateName(state: string, collection: string): string {
  const own: Record<string, string> =
    LISTS_OF_CODES[`${collection.replace(/ies$/, 'y').replace(/s$/, '')}_state`] ?? codes.case_state
  // Some records share the list of others, or of a kind.
  const list = [own, ...Object.values(LISTS_OF_CODES)].find((each) => state in each)
  return list?.[state] ?? state
}

/** What became of an attempt to deliver. */
export function outcomeName(outcome: keyof typeof codes.attempt_outcome): string {
  return codes.attempt_outcome[outcome]
}

const EVENTS = new Map(Object.entries(codes.event_type).map(([type, name]) => [stemOf(type), name]))

function stemOf(type: string): string {
  return type.replace(/\.v\d+$/, '')
}

/** The Chinese name of an event type, whatever its major version; an unknown one shows its own type. */
export function eventName(type: string): string {
  return EVENTS.get(stemOf(type)) ?? type
}

const TOPICS: Record<string, string> = {
  'checklist.edition': '清单',
  'checklist.admission': '准入',
  'checklist.review': '联合审核',
  'checklist.reviewing_body': '审核机构',
  'checklist.task': '清单外派交',
  'checklist.group': '工作群',
  'signage.spec_table': '挂牌规格',
  'signage.plaque': '牌子',
  'signage.rebound': '回潮',
  'report.form': '报表',
  'report.element': '数据元',
  'report.values': '数据元数值',
  'report.catalogue': '报表目录',
  'report.catalogue_addition': '年中新增报表',
  'report.form_amendment': '年中修订报表',
  'report.arrangement': '填报安排',
  'report.filing': '填报',
  'report.period': '填报期',
  'report.exception': '关闭期例外',
  'report.offplan': '目录外报表',
  'certificate.item': '证明事项',
  'certificate.certificate': '证明',
  'certificate.application': '证明申请',
  'certificate.demand': '索要证明登记',
  'certificate.demand_month': '索要证明月度公布',
  'certificate.charge': '违规索要证明',
  'certificate.training': '专题培训',
  'certificate.training_question': '培训问题',
  'certificate.exception': '据实出具',
  'certificate.list_proposal': '证明清单草案',
  'certificate.law_review': '证明依据清理',
  'certificate.list_review': '清单研究意见',
  'certificate.demand_letter': '索要证明函件',
  'certificate.proceeding': '议事研究',
  'supervision.visit': '到村检查',
  'supervision.visit_team': '到村检查组',
  'supervision.checklist': '核实清单',
  'supervision.plan': '督检考计划',
  'supervision.pass': '检查通行单',
  'supervision.draw': '抽取核实',
  'supervision.calendar_subscription': '日历订阅',
  'supervision.complaint': '投诉举报',
  'supervision.finding': '问题',
  'supervision.practice': '好做法',
  'supervision.letter': '工作提示函',
  'supervision.guidance': '上门指导',
  'supervision.guidance_request': '指导申请',
  'supervision.extension': '延期申请',
  'supervision.rectification': '整改',
  'supervision.work_group': '工作专班',
  'supervision.meeting': '专题会议',
  'supervision.decision': '议定事项',
  'supervision.programme': '实施方案',
  'supervision.programme_measure': '方案任务',
  'supervision.scheme': '评价方案',
  'gateway.region': '行政区划',
  'gateway.department': '机构',
  'gateway.delivery': '投递',
  'gateway.endpoint': '接收端',
}

/** The Chinese name of a topic; an unknown one shows its own name. */
export function topicName(topic: string): string {
  return TOPICS[topic] ?? topic
}

/** What a filter of event types asks for: exact types, `owner.*` or `owner.subject.*`, with commas. */
export function typesName(types: string): string {
  const one = (type: string): string => {
    const stem = type.replace(/\.\*$/, '')
    return stem === type ? eventName(type) : (OWNERS[stem] ?? topicName(stem))
  }
  return types.split(',').map(one).join('、')
}

export const OWNERS: Record<string, string> = {
  checklist: '减工作事务',
  signage: '减牌子',
  report: '减报表',
  certificate: '减证明',
  supervision: '督考与督办',
  gateway: '网关与名录',
}
