/** How an empty installation becomes a county: what is entered, in which order, and what holds where nothing is. */

export interface Stage {
  title: string
  why: string
  /** The list that the stage fills. */
  path: string
  /** What of the list counts: with fewer than `least` the stage is still to be done. */
  counted: string
  unit: string
  least: number
  /** What holds while nothing is entered; a stage that has this can wait. */
  otherwise?: string
  /** Where a table comes in that is not the list's own import. */
  intake?: { href: string; operation: string }
  /** A workbook that shows what comes in. */
  example?: string
}

export const STAGES: Stage[] = [
  {
    title: '行政区划',
    why: '县、乡镇（街道）、村（社区）逐级在一张表里。国家统计局公布的区划代码表可以直接导入，不必改表头。',
    path: '/api/directory/v1/regions',
    counted: 'level=village',
    unit: '个村',
    least: 1,
    example: 'regions',
  },
  {
    title: '机构目录',
    why: '会向村里提要求的县直部门，以及会同研究的机构。机构代码由县里定，定后不再改。',
    path: '/api/directory/v1/departments',
    counted: '',
    unit: '个机构',
    least: 1,
    example: 'departments',
  },
  {
    title: '人员账号',
    why: '减负办、乡镇、村、部门、督查人员各用自己的账号。一次性密码只显示一次，首次登录须改密码。',
    path: '/api/identity/v1/accounts',
    counted: '',
    unit: '个账号',
    least: 2,
    intake: { href: '/api/identity/v1/people/import', operation: 'gateway_import_people' },
    example: 'people',
  },
  {
    title: '三张清单',
    why: '村级履职事项、协助事项、不得交由村办理事项的本县版本。',
    path: '/api/checklist/v1/editions',
    counted: 'state=published',
    unit: '个版本在用或用过',
    least: 1,
    otherwise: '未发布本县版本时，按系统自带的默认清单办理',
  },
  {
    title: '挂牌规格表',
    why: '村里可以挂哪些牌子、挂在哪里、多大。系统自带一张，县里有自己的就导入替换。',
    path: '/api/signage/v1/specs',
    counted: '',
    unit: '行规格在用',
    least: 1,
    otherwise: '未导入本县规格表时，按系统自带的规格表判断',
  },
  {
    title: '牌子台账',
    why: '现在挂着的牌子，由乡镇导入，之后逐块核对。',
    path: '/api/signage/v1/plaques',
    counted: '',
    unit: '块牌子',
    least: 1,
    otherwise: '可以等摸底时再录入',
  },
  {
    title: '数据元字典',
    why: '报表各栏共用的标准名称；有了它，已报过的数不再重复填。',
    path: '/api/report/v1/elements',
    counted: '',
    unit: '个数据元',
    least: 1,
    otherwise: '可以先采用系统自带的数据元，再逐步补充',
  },
  {
    title: '考评方案',
    why: '红黑榜怎样计分。系统自带默认方案，运行一段时间再改。',
    path: '/api/supervision/v1/schemes',
    counted: '',
    unit: '个方案在用或用过',
    least: 1,
    otherwise: '未保存本县方案时，按系统自带的默认方案计分',
  },
]
