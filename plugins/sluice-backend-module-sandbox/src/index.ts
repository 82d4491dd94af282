/**
 * The embedded AWS and Kubernetes that stands in when no account is connected.
 *
 * @packageDocumentation
 */
export { createSandbox } from './createSandbox';
export type { Sandbox, SandboxOptions } from './createSandbox';
export { sandboxFeatureLoader } from './module';
export {
  generateLargeEstate,
  healthcareDeclarations,
  operationsDeclarations,
  loadHealthcareScenario,
} from './scenario';
export type { Clock } from './core';
export type { Exchange } from './wire/dispatcher';
export type { FaultOptions, FaultRule } from './wire/faults';
