export { TryIt } from './TryIt';
export { WhatIf } from './WhatIf';
