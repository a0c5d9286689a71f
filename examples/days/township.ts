// A township clerk's day in TypeScript: receive a letter, name who handles it, report a repair.
// node examples/days/township.ts http://127.0.0.1:8080 t001 PASSWORD
import { connect } from 'songbang-client'

const [url = '', username = '', password = ''] = process.argv.slice(2)
const county = connect(url, username, password)

const { data: todos } = await county.GET('/api/todos')
for (const todo of todos?.items ?? []) console.log(`待办：${todo.title}，${todo.due ?? '不限期'}`)

const { data: sent } = await county.GET('/api/supervision/v1/letters', { params: { query: { state: ['sent'] } } })
for (const letter of sent?.items.slice(0, 1) ?? []) {
  await county.POST('/api/supervision/v1/letters/{letter_id}/receipt', {
    params: { path: { letter_id: letter.id }, header: { 'If-Match': `"${letter.version}"` } },
    body: { handler: { name: '党政办', phone: '0990-7654321' } },
  })
  console.log(`已签收：${letter.number}`)
  const query = { letter: letter.id }
  const { data: repairs } = await county.GET('/api/supervision/v1/rectifications', { params: { query } })
  for (const repair of repairs?.items ?? []) {
    const { data: done } = await county.POST('/api/supervision/v1/rectifications/{rectification_id}/submission', {
      params: { path: { rectification_id: repair.id }, header: { 'If-Match': `"${repair.version}"` } },
      body: { measures: '已退回相关事项并向村里说明', evidence: [], on_the_spot: '镇党政办可查退回通知' },
    })
    console.log(`已报送整改：${done?.description}，状态 ${done?.state}`)
  }
}
