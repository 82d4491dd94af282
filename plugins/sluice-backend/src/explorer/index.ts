export { Authzen } from './Authzen';
export { pageOfRequest } from './authzenRequests';
export { type Answer } from './Answers';
export {
  Explorer,
  matches,
  maySee,
  observedAt,
  type Asked,
  type Asker,
} from './Explorer';
export { exportAnswers } from './exportAnswers';
export { Findings } from './Findings';
export { principalsOf } from './principalsOf';
export { byColumn, present, whoOf, type Question } from './questions';
export { TeamPeople } from './TeamPeople';
export { WhatIf } from './WhatIf';
