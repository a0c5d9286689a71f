/** Any source record as Chinese names and readable values. */
const FIELDS: Record<string, string> = {
  state: '状态', region: '所在地', title: '名称', name: '名称', detail: '说明', department: '责任单位', charged_home: '单位所属',
  occurred_on: '发生日期', admission_number: '准入编号', anonymous: '匿名反映', reported_by: '反映人', finding: '认定理由',
  judged_at: '认定时间', created_at: '登记时间', updated_at: '更新时间', description: '问题', demand: '整改要求', clause: '依据条款',
  deadline: '期限', days_left: '剩余工作日', stage: '督办阶段', overdue: '是否逾期', letter_number: '函号', number: '编号',
  action: '减负行动', grade: '等级', evidence: '佐证', reason: '理由', visited_on: '到村日期', planned: '在计划内', plan: '计划编号',
  unannounced: '四不两直', team_size: '人数', demanded: '要求事项', decision_note: '核实意见', note: '核实意见', village: '村（社区）',
  platform: '平台', members: '人数', owner_level: '主办层级', text: '内容', spec: '挂牌规格', location: '位置', wording: '字样',
  table_number: '表号', reached: '下达方式', item_code: '事项编码', item_name: '证明事项', item: '事项', demander: '索要单位',
  demanded_on: '索要日期', issued_on: '出具日期', revoked_at: '撤销时间', submitted_at: '报送时间', received_at: '签收时间',
  sent_on: '发函日期', addressee: '收函乡镇', sender: '发函单位', contact_name: '联系人', contact_phone: '联系电话',
  held_on: '会商日期', agreed_measures: '商定举措', participants_departments: '参加单位', flags: '不规范情形', width_cm: '宽（厘米）',
  height_cm: '高（厘米）', quantity: '数量', due_on: '应报日期', on_time: '按期', period: '所属期', basis: '依据', kind: '类别',
  extension_reason: '延期原因', overdue_deadline: '曾逾期的期限', deadline_workdays: '整改工作日', disposal: '处置方式',
  completed_at: '完成时间', verified_at: '核验时间', flagged_at: '认定时间', registered_at: '登记时间', purpose: '用途',
} // prettier-ignore

const HIDDEN = new Set(['id', 'version', 'allowed_actions'])
const PLACES = new Set(['region', 'village', 'charged_home', 'home'])
const BODIES = new Set(['department', 'reported_department'])

interface Words {
  place: (code: string) => string
  department: (code: string) => string
  state: (code: string) => string
  action: (code: string) => string
  time: (moment: string) => string
}

/** The Chinese name of a field; an unknown one keeps its own. */
export function fieldName(key: string): string {
  return FIELDS[key] ?? key
}

/** A value in words; empty when it is not worth a line. */
export function plain(key: string, value: unknown, words: Words): string {
  if (value === null || value === undefined || HIDDEN.has(key) || (key.endsWith('_id') && key !== 'id')) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return list(key, value, words)
  if (typeof value !== 'string') return ''
  if (PLACES.has(key) && /^\d{12}$/.test(value)) return words.place(value)
  if (BODIES.has(key)) return words.department(value)
  if (key === 'state') return words.state(value)
  if (key === 'action') return words.action(value)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? words.time(value) : value
}

function list(key: string, values: unknown[], words: Words): string {
  if (!values.every((value) => typeof value === 'string')) return ''
  return values.map((value) => (key.endsWith('departments') ? words.department(value) : value)).join('、')
}
