import { LinkForm } from './LinkForm'

export const Component = () => (
  <LinkForm title="session.choosePassword" lead="session.choosePasswordLead" asksName={false} />
)
