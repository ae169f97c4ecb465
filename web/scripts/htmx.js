// htmx 4: attributes are not inherited unless marked `:inherited`, and 4xx answers are swapped in, which is what
// a form that comes back with messages needs. Histories are left to the browser: pages hold personal facts.
import htmx from "htmx.org";

htmx.config.history = "reload";
htmx.config.defaultTimeout = 20000;
// Expressions in attributes would need `unsafe-eval`, which the content security policy refuses.
export default htmx;
