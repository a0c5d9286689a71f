import { describe, expect, it } from 'vitest'
import type { Me } from '@/api/session'
import { choosing, postName, type HeldPost } from '@/model/posts'

const clerk: HeldPost = {
  id: '1',
  roles: ['township'],
  region: '990101001000',
  region_name: '青石镇',
  department: null,
  department_name: null,
  valid_to: null,
  chosen: true,
}

describe('the posts of a person', () => {
  it('are named by role and place, a body by its own name', () => {
    expect(postName(clerk)).toBe('乡镇 · 青石镇')
    expect(postName({ ...clerk, region_name: null })).toBe('乡镇 · 990101001000')
    expect(postName({ ...clerk, roles: ['department'], department: 'WLJ', department_name: '文旅局' })).toBe(
      '部门 · 文旅局',
    )
  })
  it('are chosen at sign-in where there are several', () => {
    const me = (held_posts: HeldPost[]): Me => ({ held_posts }) as unknown as Me
    expect([choosing(me([clerk])), choosing(me([clerk, clerk])), choosing(null)]).toEqual([false, true, false])
  })
})
