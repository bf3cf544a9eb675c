import type { sessionsEn } from './sessions.en'

export const sessionsZh: Record<keyof typeof sessionsEn, string> = {
  'sessions.title': '已登录的设备',
  'sessions.here': '当前',
  'sessions.since': '{time} 登录，来自 {address}',
  'sessions.used': '最近使用：{ago}',
  'sessions.end': '退出该设备',
  'sessions.ended': '该设备已退出。',
  'sessions.unknown': '未知程序',
  'sessions.elsewhere': '您使用公司账号登录，此处没有列表。',
}
