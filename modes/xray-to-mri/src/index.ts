import { MODE_ID, modeFactory } from './mode';

export default { id: MODE_ID, modeFactory };
