import type { importEn } from './import.en'

export const importZh: Record<keyof typeof importEn, string> = {
  'import.charset': '编码',
  'import.charsetFound': '自动识别：{charset}',
  'import.dates': '日期写法',
  'import.datesHint': '按顺序尝试；留空表示 2024-05-31',
  'import.kind': '客户类型',
  'import.kindIs': '全部为{kind}',
  'import.owner': '负责人',
  'import.ownerHint': '按业务员姓名',
  'import.again': '以前导入过相同的列。',
  'import.asBefore': '使用当时的映射',
  'import.anew': '重新映射',
  'import.saveMapping': '将映射保存为文件',
  'import.mappingFile': '映射：{name}',
  'import.columnsFound': '{count} 列，例如',
  'import.unreadable': '此处无法显示该文件的列。请载入或编写映射，服务仍可读取该文件。',
  'import.facts.created': '新增 {count} 条记录',
  'import.facts.amended': '更新 {count} 条',
  'import.facts.unchanged': '{count} 条此前已有',
  'importField.grade': '等级',
}
