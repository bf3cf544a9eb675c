import type { FieldDefinition } from '../api/types'
import type { Words } from '../i18n'

/** What the value of a field must be, for whoever typed another one. */
export function must(field: FieldDefinition, { t }: Words): string {
  switch (field.type) {
    case 'number':
      return t('must.number')
    case 'money':
      return t('must.money')
    case 'date':
      return t('must.date')
    case 'choice':
      return t('must.choice', { choices: field.choices.join(t('common.comma')) })
    case 'phone':
      return t('must.phone')
    case 'mail':
      return t('must.mail')
    case 'url':
      return t('must.url')
    case 'geo-point':
      return t('must.place')
    default:
      return t('must.text', { most: field.maxLength })
  }
}
