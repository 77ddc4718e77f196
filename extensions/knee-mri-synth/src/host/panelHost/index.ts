// What the panel may ask of the viewer, and what it gets: all that `panel` knows of `host`.
export * from './fromEngine';
export * from './job';
export * from './PanelError';
export * from './PanelHost';
export * from './radiograph';
export * from './saving';
export * from './study';
