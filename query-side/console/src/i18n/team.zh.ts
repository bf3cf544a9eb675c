import type { teamEn } from './team.en'

export const teamZh: Record<keyof typeof teamEn, string> = {
  'nav.team': '团队',
  'team.lead': '最近几周的负荷、跟进与流失，均按当时的负责人统计。',
  'team.load': '各等级客户数',
  'team.weighted': '加权负荷',
  'team.overdue': '逾期',
  'team.kept': '按时联系率',
  'team.followUps': '跟进（12 周）',
  'team.lost': '一年内流失',
  'team.leaving': '即将离职',
  'team.weekOf': '{day} 起的一周',
  'team.week': '周起始日',
  'team.inTime': '按时',
  'team.late': '延迟',
  'team.missed': '未联系',
  'team.cause': '原因',
  'team.wonBack': '已赢回',
  'team.yearlyCost': '年损失',
  'team.currency': '币种',
  'team.export': '导出 XLSX',
}
