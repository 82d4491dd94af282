export const pluginId = 'sluice';
