/** The Chinese words of codes; one word per thing, as in the product's glossary. */
import type { Role } from '@/api/session'

export const ACTIONS = ['work', 'plaques', 'forms', 'certificates', 'inspections'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_NAMES: Record<Action, string> = {
  work: '减工作事务',
  plaques: '减牌子',
  forms: '减报表',
  certificates: '减证明',
  inspections: '减督考调研',
}
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

export const ROLES: Record<Role, string> = {
  village: '村（社区）',
  township: '乡镇',
  department: '部门',
  county_office: '县减负办',
  approver: '审批人',
  inspector: '督查专班',
  observer: '市省观察员',
  integrator: '对接人员',
  operator: '系统运维',
  auditor: '审计员',
}

const STATES: Record<string, string> = {
  open: '待整改',
  in_progress: '整改中',
  submitted: '待复核',
  closed: '已办结',
  reopened: '返工整改',
  sent: '待签收',
  received: '已签收',
  recorded: '待核实',
  verified: '已核实',
  reported: '待认定',
  confirmed: '属实',
  dismissed: '不属实',
  completed: '已完成',
  enabled: '启用',
  paused: '暂停',
  disabled: '停用',
  pending_challenge: '待验证',
  pending: '待投递',
  delivered: '已送达',
  exhausted: '已放弃',
  failed: '失败',
  running: '进行中',
  done: '已完成',
  queued: '排队中',
  succeeded: '成功',
  registered: '已登记',
  flagged: '不规范',
  disposal_ordered: '待处置',
  dissolved: '已解散',
  merged: '已合并',
  retained: '保留',
  approved: '已批准',
  proposed: '待审核',
  draft: '草稿',
  published: '已发布',
  granted: '准予',
  rejected: '不予准入',
  returned: '已退回',
  refused: '不予出具',
  stopped: '已停用',
  expired: '已到期',
  withdrawn: '已撤回',
  issued: '已下达',
  revoked: '已撤销',
  suspended: '已中止',
  superseded: '已更正',
  corrected: '已更正',
  valid: '有效',
  allowed: '可出具',
  candidate: '待研究',
  forbidden: '不得要求',
  exception_requested: '申请据实出具',
}
/** Where a state means something else than for the most records. */
const STATES_OF: Record<string, string> = {
  'filings/submitted': '已报送',
  'admissions/submitted': '待审核',
  'applications/received': '已受理',
  'certificates/issued': '有效',
  'plaques/done': '待核验',
  'plaques/verified': '已核验',
  'plaques/reopened': '须重新处置',
}

export const GRADES: Record<string, string> = {
  minor: '轻微',
  general: '一般',
  serious: '较重',
  grave: '严重',
  suspected_violation: '涉嫌违规',
}

/** The word of a record's state, or the state itself where it has none. */
export function stateName(state: string, kind = ''): string {
  return STATES_OF[`${kind}/${state}`] ?? STATES[state] ?? state
}

const EVENTS: Record<string, string> = {
  'checklist.edition.published': '清单版本发布',
  'checklist.admission.submitted': '提交准入申请',
  'checklist.admission.granted': '准予准入',
  'checklist.admission.rejected': '不予准入',
  'checklist.admission.reviewed': '联合审核准入申请',
  'checklist.admission.returned': '退回准入申请',
  'checklist.admission.expired': '准入到期',
  'checklist.admission.withdrawn': '撤回准入',
  'checklist.task.imposed': '反映清单外派交',
  'checklist.task.imposition_confirmed': '清单外派交属实',
  'checklist.task.imposition_dismissed': '清单外派交不属实',
  'checklist.task.refused': '村级拒办',
  'checklist.group.registered': '登记工作群',
  'checklist.group.retained': '保留工作群',
  'checklist.group.merged': '合并工作群',
  'checklist.group.dissolved': '解散工作群',
  'signage.spec_table.published': '挂牌规格发布',
  'signage.plaque.registered': '登记牌子',
  'signage.plaque.updated': '更新牌子台账',
  'signage.plaque.flagged': '认定不规范牌子',
  'signage.plaque.disposal_ordered': '责令处置牌子',
  'signage.plaque.removed': '摘除牌子',
  'signage.plaque.replaced': '更换牌子',
  'signage.plaque.merged': '合并牌子',
  'signage.plaque.verified': '处置核验',
  'signage.plaque.reopened': '处置返工',
  'signage.rebound.detected': '牌子回潮',
  'report.form.proposed': '申报报表',
  'report.form.approved': '批准报表',
  'report.form.stopped': '停用报表',
  'report.form.returned': '退回报表',
  'report.catalogue.published': '报表目录发布',
  'report.arrangement.issued': '下达填报安排',
  'report.arrangement.rescheduled': '填报截止日重算',
  'report.filing.submitted': '报送报表',
  'report.filing.corrected': '更正报表',
  'report.offplan.reported': '反映目录外报表',
  'report.offplan.confirmed': '目录外报表属实',
  'report.offplan.dismissed': '目录外报表不属实',
  'certificate.item.admitted': '列入可出具事项',
  'certificate.item.forbidden': '列入不得要求事项',
  'certificate.certificate.issued': '出具证明',
  'certificate.certificate.revoked': '撤销证明',
  'certificate.application.received': '受理证明申请',
  'certificate.application.refused': '不予出具',
  'certificate.demand.recorded': '违规索要证明',
  'certificate.training.held': '专题培训',
  'supervision.visit.completed': '到村检查',
  'supervision.visit.offplan_reported': '反映计划外检查',
  'supervision.visit.offplan_detected': '计划外检查属实',
  'supervision.visit.offplan_dismissed': '计划外检查不属实',
  'supervision.finding.raised': '发现问题',
  'supervision.finding.closed': '问题销号',
  'supervision.finding.reopened': '问题重开',
  'supervision.practice.recorded': '记录好做法',
  'supervision.practice.verified': '核实好做法',
  'supervision.letter.sent': '发出工作提示函',
  'supervision.letter.received': '签收工作提示函',
  'supervision.guidance.held': '上门指导',
  'supervision.rectification.opened': '整改立项',
  'supervision.rectification.started': '开始整改',
  'supervision.rectification.extended': '整改延期',
  'supervision.rectification.rescheduled': '整改期限重算',
  'supervision.rectification.submitted': '报送整改',
  'supervision.rectification.accepted': '整改办结',
  'supervision.rectification.reopened': '整改返工',
  'supervision.rectification.overdue': '整改逾期',
  'supervision.scheme.saved': '评价方案保存',
  'gateway.region.registered': '登记行政区划',
  'gateway.department.registered': '登记机构',
  'gateway.calendar.published': '发布节假日安排',
  'gateway.delivery.exhausted': '投递放弃',
  'gateway.endpoint.disabled': '接收端停用',
  'gateway.endpoint.failing': '接收端持续失败',
  'gateway.endpoint.recovered': '接收端恢复',
  'report.form.expired': '报表到期',
  'report.form.withdrawn': '撤回报表',
  'certificate.certificate.suspended': '证明中止',
  'certificate.certificate.reinstated': '证明恢复',
  'certificate.certificate.superseded': '证明更正',
  'certificate.exception.requested': '申请据实出具',
  'certificate.exception.decided': '据实出具决定',
}

/** The Chinese name of an event type, whatever its major version; an unknown one shows its own type. */
export function eventName(type: string): string {
  return EVENTS[type.replace(/\.v\d+$/, '')] ?? type
}

const TOPICS: Record<string, string> = {
  'checklist.edition': '清单',
  'checklist.admission': '准入',
  'checklist.task': '清单外派交',
  'checklist.group': '工作群',
  'signage.spec_table': '挂牌规格',
  'signage.plaque': '牌子',
  'signage.rebound': '回潮',
  'report.form': '报表',
  'report.catalogue': '报表目录',
  'report.arrangement': '填报安排',
  'report.filing': '填报',
  'report.offplan': '目录外报表',
  'certificate.item': '证明事项',
  'certificate.certificate': '证明',
  'certificate.application': '证明申请',
  'certificate.demand': '违规索要证明',
  'certificate.training': '专题培训',
  'certificate.exception': '据实出具',
  'supervision.visit': '到村检查',
  'supervision.finding': '问题',
  'supervision.practice': '好做法',
  'supervision.letter': '工作提示函',
  'supervision.guidance': '上门指导',
  'supervision.rectification': '整改',
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
