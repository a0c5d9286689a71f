/** What a refusal brings besides its reason, as a clerk at the counter needs it. */

export interface Help {
  question: string
  lines: string[]
  /** What the clerk may say next, and what that puts into the form. */
  answers: { label: string; says: Record<string, unknown> }[]
  letter: string
}

export function helpOf(more: Record<string, unknown>): Help {
  const text = (key: string): string => (typeof more[key] === 'string' ? more[key] : '')
  const list = (key: string): string[] => (Array.isArray(more[key]) ? more[key].map(String) : [])
  const line = (title: string, said: string): string[] => (said ? [`${title}：${said}`] : [])
  const code = text('code')
  const open = code === 'item_not_listed' && !text('application_id') && Array.isArray(more.similar)
  const names = list('similar_names')
  return {
    question: open ? text('question') : '',
    lines: [
      ...line('请当事人改按', text('issue_instead')),
      ...line('例外', text('exception').replace(/^例外[:：]/, '')),
      ...line('清单所列索要单位', list('demanders').join('、')),
      ...line('清单所列用途', list('purposes').join('、')),
    ],
    answers: [...(open ? answersOf(list('similar'), names) : []), ...(code === 'item_use_unfit' ? USE : [])],
    letter: text('document_href'),
  }
}

const USE = [
  { label: '属于所列范围', says: { use_fits: 'true' } },
  { label: '不属于，不予出具', says: { use_fits: 'false' } },
]

/** Some demands are lawful under another name: the clerk says which, or that it is none. */
const answersOf = (codes: string[], names: string[]) => [
  ...codes.map((item, at) => ({ label: `就是“${names[at] ?? item}”`, says: { item, name: '' } })),
  { label: '都不是，不予出具', says: { not_listed: true } },
]
