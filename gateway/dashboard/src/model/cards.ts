/** The five cards: of all the figures, those that a county reports, in its words. */
import { ACTION_NAMES, type Action } from './words'

export interface Card {
  action: Action
  title: string
  lead: { value: number; unit: string; types: string }
  /** What is said of the leading figure; its numbers lead to their events too. */
  said: (string | { value: number; types: string })[]
  share: number | null
  shareText: string
  facts: { text: string; value: string; types: string }[]
}

type Figures = Record<string, number>

/** The cards of the county's figures; a share without a whole is none. */
export function cards(figures: Figures): Card[] {
  const of = (code: string): number => figures[code] ?? 0
  const share = (part: number, whole: number): number | null =>
    whole > 0 ? Math.max(0, Math.min(1, part / whole)) : null
  const card = (
    action: Action,
    lead: Card['lead'],
    said: Card['said'],
    part: number | null,
    shareText: string,
    facts: [string, string | number, string][],
  ): Card => ({
    action,
    title: ACTION_NAMES[action],
    lead,
    said,
    share: part,
    shareText,
    facts: facts.map(([text, value, types]) => ({ text, value: String(value), types })),
  })
  return [
    card(
      'work',
      { value: of('groups_cleaned'), unit: '个', types: 'checklist.group.merged.v1,checklist.group.dissolved.v1' },
      [
        '清理工作群，保留 ',
        { value: of('groups_retained'), types: 'checklist.group.retained.v1' },
        ' 个（每个乡镇基本 1 个）',
      ],
      share(of('groups_cleaned'), of('groups_registered') - of('groups_retained')),
      '应清理的已清理',
      [
        ['依法履职清单', `${of('list_duty')} 项`, 'checklist.edition.published.v1'],
        [
          '协助政府清单',
          `${of('list_assist_categories')} 类 ${of('list_assist')} 项`,
          'checklist.edition.published.v1',
        ],
        ['负面清单', `${of('list_negative')} 项`, 'checklist.edition.published.v1'],
        [
          '准予准入',
          `${of('admissions_granted')} / ${of('admissions_submitted')}`,
          'checklist.admission.submitted.v1,checklist.admission.granted.v1',
        ],
        ['清单外派交属实', of('imposed_tasks'), 'checklist.task.imposition_confirmed.v1'],
      ],
    ),
    card(
      'plaques',
      {
        value: of('plaques_removed') + of('plaques_replaced'),
        unit: '块',
        types: 'signage.plaque.removed.v1,signage.plaque.replaced.v1',
      },
      [
        '拆除 ',
        { value: of('plaques_removed'), types: 'signage.plaque.removed.v1' },
        ' 块、更换 ',
        { value: of('plaques_replaced'), types: 'signage.plaque.replaced.v1' },
        ' 块，另合并 ',
        { value: of('plaques_merged'), types: 'signage.plaque.merged.v1' },
        ' 块',
      ],
      share(of('plaques_disposed'), of('plaques_flagged')),
      '不规范牌子已处置',
      [
        ['挂牌规格', `${of('specs')} 种`, 'signage.spec_table.published.v1'],
        ['登记牌子', of('plaques_registered'), 'signage.plaque.registered.v1'],
        ['认定不规范', of('plaques_flagged'), 'signage.plaque.flagged.v1'],
        ['经核验', of('disposals_verified'), 'signage.plaque.verified.v1'],
        ['回潮', of('plaque_rebounds'), 'signage.rebound.detected.v1'],
      ],
    ),
    card(
      'forms',
      { value: of('catalogue_forms'), unit: '张', types: 'report.catalogue.published.v1,report.catalogue.extended.v1' },
      [
        '年度目录内报表，申报 ',
        { value: of('forms_proposed'), types: 'report.form.proposed.v1' },
        ' 张，停用 ',
        { value: of('forms_stopped'), types: 'report.form.stopped.v1' },
        ' 张',
      ],
      share(of('filings_on_time'), of('filings')),
      '按期填报',
      [
        ['已报', `${of('filings')} 次`, 'report.filing.submitted.v1'],
        ['逾期', `${of('filings_late')} 次`, 'report.filing.submitted.v1'],
        ['目录外报表属实', of('offplan_forms'), 'report.offplan.confirmed.v1'],
      ],
    ),
    card(
      'certificates',
      { value: of('refusals_forbidden'), unit: '次', types: 'certificate.application.refused.v1' },
      [
        '依法拒开不该由村里出的证明，依规出具 ',
        { value: of('certificates_issued'), types: 'certificate.certificate.issued.v1' },
        ' 份',
      ],
      share(of('certificates_issued') - of('certificates_revoked'), of('certificates_issued')),
      '出具未被撤销',
      [
        ['可出具事项', `${of('certificate_items_admitted')} 项`, 'certificate.item.admitted.v1'],
        ['不得要求事项', `${of('certificate_items_forbidden')} 项`, 'certificate.item.forbidden.v1'],
        ['违规索要属实', of('forbidden_demands'), 'certificate.charge.confirmed.v1'],
        ['不予出具', of('refusals'), 'certificate.application.refused.v1'],
        ['专题培训', `${of('trainings')} 场`, 'certificate.training.held.v1'],
      ],
    ),
    card(
      'inspections',
      { value: of('visits_unannounced'), unit: '次', types: 'supervision.visit.completed.v1' },
      ['四不两直、直插一线，到村检查共 ', { value: of('visits'), types: 'supervision.visit.completed.v1' }, ' 次'],
      share(of('rectifications_accepted'), of('rectifications')),
      '整改已办结',
      [
        ['发现问题', of('findings'), 'supervision.finding.raised.v1'],
        ['工作提示函', of('letters'), 'supervision.letter.sent.v1'],
        ['上门会商', of('guidance_visits'), 'supervision.guidance.held.v1'],
        ['好做法', of('good_practices'), 'supervision.practice.verified.v1'],
        ['逾期整改', of('rectifications_overdue_open'), 'supervision.rectification.overdue.v1'],
        ['计划外检查', of('offplan_visits'), 'supervision.visit.offplan_detected.v1'],
      ],
    ),
  ]
}
