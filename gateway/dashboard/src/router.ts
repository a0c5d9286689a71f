import { START_LOCATION, createRouter, createWebHistory } from 'vue-router'
import { away } from './api/door'
import { reopen } from './api/insist'
import { restore, roles, session } from './api/session'
import { ENTRIES, entriesFor } from './navigation'
import BoardPage from './pages/board/BoardPage.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/todos' },
    { path: '/todos', component: () => import('./pages/todos/TodosPage.vue'), meta: { title: '待办' } },
    {
      path: '/desk/:part([a-z]+)?/:collection([a-z-]+)?',
      component: () => import('./pages/desk/DeskPage.vue'),
      meta: { title: '台账' },
    },
    {
      path: '/desk/:part([a-z]+)/:collection([a-z-]+)/:id',
      component: () => import('./pages/desk/RecordPage.vue'),
      meta: { title: '记录' },
    },
    { path: '/setup', component: () => import('./pages/setup/SetupPage.vue'), meta: { title: '开局' } },
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录', open: true } },
    {
      path: '/signed-in',
      component: () => import('./pages/SignedInPage.vue'),
      meta: { title: '登录', open: true },
    },
    {
      path: '/documents/:part(checklist|certificate|supervision|signage)?/:code?',
      component: () => import('./pages/DocumentPage.vue'),
      meta: { title: '文书核验', open: true },
    },
    {
      path: '/verify/:code?',
      component: () => import('./pages/VerifyPage.vue'),
      meta: { title: '证明核验', open: true },
    },
    {
      path: '/certificate-list/:region(\\d{12})?',
      component: () => import('./pages/CertificateListPage.vue'),
      meta: { title: '证明清单', open: true },
    },
    {
      path: '/lists/:region(\\d{12})?',
      component: () => import('./pages/ListsPage.vue'),
      meta: { title: '三个清单', open: true },
    },
    {
      path: '/n/:number?',
      component: () => import('./pages/NumberPage.vue'),
      meta: { title: '准入编号核验', open: true },
    },
    {
      path: '/p/:code?',
      component: () => import('./pages/PassPage.vue'),
      meta: { title: '通行单核验', open: true },
    },
    {
      path: '/draws/:id?',
      component: () => import('./pages/DrawPage.vue'),
      meta: { title: '抽取核验', open: true },
    },
    {
      path: '/complaints',
      component: () => import('./pages/ComplaintPage.vue'),
      meta: { title: '投诉举报', open: true },
    },
    {
      path: '/places/:code',
      component: () => import('./pages/PlacePage.vue'),
      meta: { title: '服务大厅', open: true },
    },
    {
      path: '/guides/:code',
      component: () => import('./pages/GuidePage.vue'),
      meta: { title: '办事指南', open: true },
    },
    {
      path: '/services/:region',
      component: () => import('./pages/ServiceListPage.vue'),
      meta: { title: '一站式服务清单', open: true },
    },
    {
      path: '/password',
      component: () => import('./pages/PasswordPage.vue'),
      meta: { title: '设置新密码', bare: true },
    },
    {
      path: '/second-factor',
      component: () => import('./pages/SecondFactorPage.vue'),
      meta: { title: '动态口令', bare: true },
    },
    { path: '/post', component: () => import('./pages/PostPage.vue'), meta: { title: '选择职务', bare: true } },
    { path: '/board', component: BoardPage, meta: { title: '红黑榜' } },
    {
      path: '/townships/:code(\\d{9}000)?',
      component: () => import('./pages/township/TownshipPage.vue'),
      meta: { title: '乡镇' },
    },
    { path: '/departments', component: () => import('./pages/department/DepartmentPage.vue'), meta: { title: '部门' } },
    { path: '/overview', component: () => import('./pages/overview/OverviewPage.vue'), meta: { title: '五减态势' } },
    { path: '/oversight', component: () => import('./pages/oversight/OversightPage.vue'), meta: { title: '督办' } },
    { path: '/events', component: () => import('./pages/events/EventsPage.vue'), meta: { title: '事件流' } },
    {
      path: '/integration',
      component: () => import('./pages/integration/IntegrationPage.vue'),
      meta: { title: '集成' },
    },
    {
      path: '/awaiting-posts',
      component: () => import('./pages/AwaitingPostsPage.vue'),
      meta: { title: '待第二人确认' },
    },
    {
      path: '/field',
      component: () => import('./pages/field/FieldPage.vue'),
      meta: { title: '到村', offline: true },
    },
    { path: '/v', component: () => import('./pages/village/VillagePage.vue'), meta: { title: '村里' } },
    { path: '/home', component: () => import('./pages/HomePage.vue'), meta: { title: '首页' } },
    { path: '/wall', component: () => import('./pages/wall/WallPage.vue'), meta: { title: '大屏', bare: true } },
    { path: '/:rest(.*)*', component: () => import('./pages/MissingPage.vue'), meta: { title: '没有这个页面' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

let unopened = ''

router.beforeEach(async (to) => {
  unopened = ''
  // The page's code is on its way while the session is taken up.
  for (const { components } of to.matched)
    if (typeof components?.default === 'function')
      void (components.default as () => Promise<unknown>)().catch(() => undefined)
  // A page that works without a network opens for who was signed in; the session is taken up behind it.
  await (to.meta.offline ? Promise.race([restore(), away()]) : restore())
  if (to.meta.offline && session.status === 'unknown') return true
  // The gateway answers nothing else until the password that somebody else chose is replaced.
  if (session.me?.must_change_password && !to.meta.open && to.path !== '/password') return '/password'
  if (
    session.me?.must_enrol_second_factor &&
    !to.meta.open &&
    !['/password', '/post', '/second-factor'].includes(to.path)
  )
    return '/second-factor'
  if (to.meta.open || session.status === 'in') return landing(to.path)
  return { path: '/login', query: to.path === '/todos' ? {} : { next: to.fullPath } }
})

/** The code of a page did not come: the door is away, or was upgraded since this document was loaded. A new document has it. */
router.onError((_error, to, from) => {
  unopened = to.fullPath
  // A document that lacks code of its own is not asked for again at once.
  void reopen(to.fullPath, () => unopened === to.fullPath, from === START_LOCATION ? 4 : 0)
})

/** Somebody whose roles have no such page starts on the first that is theirs, a village on the one that says why it has none. */
function landing(path: string): true | string {
  if (session.status !== 'in' || !['/todos', '/board', '/home'].includes(path)) return true
  const own = entriesFor(roles.value)
  const wanted = own.some((entry) => entry.path === path) ? path : (own[0]?.path ?? '/home')
  return wanted === path || wanted
}

router.afterEach((to) => {
  document.title = `${String(to.meta.title ?? ENTRIES[0]?.title)} · 松绑`
})
