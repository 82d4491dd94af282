export { sandboxClockPlugin, sandboxClockServiceFactory } from './plugin';
