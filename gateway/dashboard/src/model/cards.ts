/** The five cards: of all the figures, those that a county reports, in its words. */
import { ACTION_NAMES, type Action } from './words'

export interface Card {
  action: Action
  title: string
  lead: { value: number; unit: string; text: string; types: string }
  share: number | null
  shareText: string
  facts: { text: string; value: string; types: string }[]
}

type Figures = Record<string, number>

/** The cards of the county's figures; a share without a whole is none. */
export function cards(figures: Figures): Card[] {
  const of = (code: string): number => figures[code] ?? 0
  const share = (part: number, whole: number): number | null => (whole > 0 ? Math.max(0, Math.min(1, part / whole)) : null)
  const card = (action: Action, lead: Card['lead'], part: number | null, shareText: string, facts: [string, string | number, string][]): Card => ({
    action, title: ACTION_NAMES[action], lead, share: part, shareText,
    facts: facts.map(([text, value, types]) => ({ text, value: String(value), types })),
  }) // prettier-ignore
  return [
    card('work', { value: of('groups_cleaned'), unit: '个', text: `清理工作群，保留 ${of('groups_retained')} 个（每个乡镇基本 1 个）`, types: 'checklist.group.*' },
      share(of('groups_cleaned'), of('groups_registered') - of('groups_retained')), '应清理的已清理', [
        ['依法履职清单', `${of('list_duty')} 项`, 'checklist.edition.*'], ['协助政府清单', `${of('list_assist_categories')} 类 ${of('list_assist')} 项`, 'checklist.edition.*'],
        ['负面清单', `${of('list_negative')} 项`, 'checklist.edition.*'], ['准予准入', `${of('admissions_granted')} / ${of('admissions_submitted')}`, 'checklist.admission.*'],
        ['清单外派交属实', of('imposed_tasks'), 'checklist.task.imposition_confirmed.v1'],
      ]),
    card('plaques', { value: of('plaques_removed') + of('plaques_replaced'), unit: '块', text: `拆除 ${of('plaques_removed')} 块、更换 ${of('plaques_replaced')} 块，另合并 ${of('plaques_merged')} 块`, types: 'signage.plaque.*' },
      share(of('plaques_disposed'), of('plaques_flagged')), '不规范牌子已处置', [
        ['挂牌规格', `${of('specs')} 种`, 'signage.spec_table.*'], ['登记牌子', of('plaques_registered'), 'signage.plaque.registered.v1'], ['认定不规范', of('plaques_flagged'), 'signage.plaque.flagged.v1'],
        ['经核验', of('disposals_verified'), 'signage.plaque.verified.v1'], ['回潮', of('plaque_rebounds'), 'signage.rebound.*'],
      ]),
    card('forms', { value: of('catalogue_forms'), unit: '张', text: `年度目录内报表，申报 ${of('forms_proposed')} 张，停用 ${of('forms_stopped')} 张`, types: 'report.form.*' },
      share(of('filings_on_time'), of('filings')), '按期填报', [
        ['已报', `${of('filings')} 次`, 'report.filing.*'], ['逾期', `${of('filings_late')} 次`, 'report.filing.*'], ['目录外报表属实', of('offplan_forms'), 'report.offplan.confirmed.v1'],
      ]),
    card('certificates', { value: of('refusals_forbidden'), unit: '次', text: `依法拒开不该由村里出的证明，依规出具 ${of('certificates_issued')} 份`, types: 'certificate.application.refused.v1' },
      share(of('certificates_issued') - of('certificates_revoked'), of('certificates_issued')), '出具未被撤销', [
        ['可出具事项', `${of('certificate_items_admitted')} 项`, 'certificate.item.admitted.v1'], ['不得要求事项', `${of('certificate_items_forbidden')} 项`, 'certificate.item.forbidden.v1'],
        ['违规索要属实', of('forbidden_demands'), 'certificate.demand.*'], ['不予出具', of('refusals'), 'certificate.application.refused.v1'], ['专题培训', `${of('trainings')} 场`, 'certificate.training.*'],
      ]),
    card('inspections', { value: of('visits_unannounced'), unit: '次', text: `四不两直、直插一线，到村检查共 ${of('visits')} 次`, types: 'supervision.visit.completed.v1' },
      share(of('rectifications_accepted'), of('rectifications')), '整改已办结', [
        ['发现问题', of('findings'), 'supervision.finding.*'], ['工作提示函', of('letters'), 'supervision.letter.*'], ['上门会商', of('guidance_visits'), 'supervision.guidance.*'],
        ['好做法', of('good_practices'), 'supervision.practice.*'], ['逾期整改', of('rectifications_overdue_open'), 'supervision.rectification.*'], ['计划外检查', of('offplan_visits'), 'supervision.visit.offplan_detected.v1'],
      ]),
  ] // prettier-ignore
}
