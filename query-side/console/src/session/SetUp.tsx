import { LinkForm } from './LinkForm'

export const Component = () => <LinkForm title="session.setUp" lead="session.setUpLead" asksName />
