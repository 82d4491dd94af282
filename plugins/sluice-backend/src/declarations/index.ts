export { declaredRoles, jobExecutionRoleArnOf } from './declaredRoles';
export { DeclarationStore } from './DeclarationStore';
