/** Every page of the member site. */
import { pageTests } from './rig/pages.mjs';

pageTests('member');
