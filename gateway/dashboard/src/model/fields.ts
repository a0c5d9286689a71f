/** The Chinese names of the fields of source records, and the words of their codes. */
import { GRADES } from './words'

export const FIELDS: Record<string, string> = {
  state: '状态', region: '所在地', title: '名称', name: '名称', detail: '说明', details: '说明', department: '责任单位', charged_home: '单位所属',
  occurred_on: '发生日期', admission_number: '准入编号', anonymous: '匿名反映', reported_by: '反映人', finding: '认定理由',
  judged_at: '认定时间', created_at: '登记时间', updated_at: '更新时间', description: '问题', demand: '整改要求', clause: '依据条款',
  deadline: '期限', days_left: '剩余工作日', stage: '督办阶段', overdue: '是否逾期', letter_number: '函号', number: '编号',
  action: '减负行动', actions: '减负行动', grade: '等级', evidence: '佐证', measures: '整改措施', reason: '理由', visited_on: '到村日期',
  planned: '在计划内', plan: '计划编号', unannounced: '四不两直', team_size: '人数', demanded: '要求事项', decision_note: '核实意见',
  note: '核实意见', village: '村（社区）', villages: '涉及村（社区）', platform: '平台', members: '人数', owner_level: '主办层级',
  filing_number: '备案编号', forced_features: '强制功能', text: '内容', content: '事项内容', spec: '挂牌规格', into_spec: '并入规格',
  placement: '位置', location: '位置', wording: '字样', width_mm: '宽（毫米）', height_mm: '高（毫米）', background: '底色',
  text_colour: '字色', hung_on: '悬挂日期', last_activity_on: '最近活动日期', conforms: '是否合规', differences: '不符之处',
  flag_reason: '认定情形', disposal: '处置方式', done_at: '处置时间', rebound_of: '回潮原记录', table_number: '表号', reached: '下达方式',
  rules: '依据规则', code: '编码', form: '报表编码', issued_by: '制定机关', approval_number: '批准或备案文号', target_level: '填报层级',
  legal_basis: '依据', basis: '依据', frequency: '频次', year: '年度', proposed: '申报数', starts_on: '开始日期', ends_on: '结束日期',
  ended_on: '停用日期', until: '结束日期', since: '开始日期', emergency_basis: '紧急依据', due_on: '应报日期', on_time: '按期', period: '所属期',
  complete: '是否完整', filed_at: '填报时间', item_code: '事项编码', item_name: '证明事项', item: '事项', demander: '索要单位',
  demanded_on: '索要日期', holder: '当事人', applicant: '申请人', id_number: '身份证号', phone: '电话', received_on: '受理日期',
  purpose: '用途', issued_on: '出具日期', revoked_at: '撤销时间', replaced_by: '替代证明编号', verification_code: '验证码', lookups: '查验次数',
  category: '分类', kind: '类别', aliases: '其他称谓', requested_by: '索要单位', issuing_body: '开具单位', guide: '办理指南',
  days: '办理时限（工作日）', public_interest: '涉及公共利益', issue_instead: '应由谁办理', typical_use: '常见用途', exception: '例外情形',
  decided_by: '研究单位', source: '来源', provenance: '出处', detail_provenance: '细节出处', effective_from: '生效日期',
  effective_to: '失效日期', topic: '主题', attendees: '人数', held_on: '会商日期', agreed_measures: '商定举措',
  participants_departments: '参加单位', warnings: '提醒', sent_on: '发函日期', addressee: '收函乡镇', sender: '发函单位',
  contact: '联系人', contact_name: '联系人', contact_phone: '联系电话', handler: '乡镇经办人', handler_name: '乡镇经办人', handler_phone: '乡镇经办电话', received_at: '签收时间', submitted_at: '报送时间',
  deadline_workdays: '整改工作日', workdays: '工作日', extension_reason: '延期原因', overdue_deadline: '曾逾期的期限', problems: '问题',
  finding_ids: '问题', burden_minutes: '每村每月负担分钟', entrusted: '委托事项', funding_source: '经费来源', funding_yuan: '经费金额（元）',
  emergency: '应急', emergency_reason: '应急理由', drops: '退出事项', round: '提交轮次', decide_by: '应办结日期', decided_at: '决定时间',
  valid_until: '有效期至', edition: '清单版本', edition_number: '清单版次', cited_item: '对应负面事项', letter: '不予承接告知书',
  saved_by: '保存人', level: '层级', parent: '上级', valid_from: '启用日期', valid_to: '停用日期', url: '接收地址', types: '事件类型', overlap_hours: '重叠小时数',
  as_of: '截至', window: '窗口', scheme: '方案', compare_to: '对比日期',
} // prettier-ignore

const FREQUENCIES = {
  once: '一次性', weekly: '每周', ten_day: '每旬', ten_days: '每旬', monthly: '每月', quarterly: '每季', half_year: '每半年', yearly: '每年',
  on_event: '发生时',
} // prettier-ignore
const PROVENANCES = { found: '有出处', 'general-knowledge': '通行做法' }
const LEVELS = { province: '省级', city: '市级', county: '县级', township: '乡镇', village: '村（社区）' }

export const CODES: Record<string, Record<string, string>> = {
  frequency: FREQUENCIES, owner_level: LEVELS, target_level: LEVELS, level: LEVELS,
  platform: { wechat: '微信群', qq: 'QQ群', government_app: '政务APP' },
  forced_features: { check_in: '强制打卡', point_ranking: '积分排名', online_time: '在线时长' },
  placement: { outside: '室外', inside: '室内', own_premises: '自有场所' },
  flag_reason: {
    not_in_spec: '不在规格表内', function_mismatch: '与功能不符', no_activity: '无实际业务活动', expired: '已失效', off_spec: '不合规格',
    duplicate: '重复挂牌',
  },
  disposal: { remove: '拆除', replace: '更换', merge_into: '合并' },
  reached: { paper: '纸质', email: '电子邮件', group: '工作群', phone: '电话', app: '政务APP' },
  reason: { forbidden: '属不得要求的事项', not_verifiable: '无法核实', outside_duty: '超出职责', materials_missing: '材料不全', untrue: '情况不实' },
  kind: { allowed: '可出具', forbidden: '不得要求', candidate: '待研究' },
  grade: GRADES, provenance: PROVENANCES, detail_provenance: PROVENANCES,
} // prettier-ignore

/** Machine addresses and bulk that a reader has in the JSON below. */
export const HIDDEN = new Set(['id', 'version', 'allowed_actions', 'qr_payload', 'signature', 'values'])
