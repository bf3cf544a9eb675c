import type { ownershipEn } from './ownership.en'

export const ownershipZh: Record<keyof typeof ownershipEn, string> = {
  'nav.ownership': '归属图',
  'ownership.lead': '谁在什么时候负责哪些客户，可按今天所知，也可按当时所知。',
  'ownership.rows': '每行一个',
  'ownership.byRep': '业务员',
  'ownership.byCustomer': '客户',
  'ownership.team': '团队',
  'ownership.allTeams': '全部团队',
  'ownership.everybody': '全部',
  'ownership.asOfLine': '查询的时刻',
  'ownership.found': '{count} 个客户，截至 {day}',
  'ownership.notYet': '尚不是客户',
  'ownership.coveredBy': '由{name}代管',
  'ownership.nothing': '还没有人负责过客户',
  'ownership.intervals': '谁在什么时间负责哪个客户',
  'ownership.asChart': '以图显示',
}
