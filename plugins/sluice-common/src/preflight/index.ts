export { checkSetUp } from './checkSetUp';
export { SETUP_RULES, type SetupRule, type SetupRuleId } from './rules';
