import { createExtension } from './extension';

export default createExtension(import.meta.url);
