/** Every page of the console. */
import { pageTests } from './rig/pages.mjs';

pageTests('console');
