export { Answers, viewAnswer, type Answer } from './Answers';
export { exportAnswers } from './exportAnswers';
export { TeamPeople } from './TeamPeople';
