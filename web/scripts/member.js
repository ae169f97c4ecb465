// The member site's script. Every page works without it: it makes pages quicker and keeps what people typed.
import "./htmx.js";
import { keepBusy } from "./busy.js";
import { offerSuggestions } from "./suggest.js";
import { keepDrafts } from "./member/draft.js";
import { goBack, share } from "./member/topbar.js";
import { switchType } from "./member/type.js";
import { rotate } from "./member/rotate.js";
import { askWhen } from "./when.js";
import { onEach } from "./each.js";

keepBusy();
switchType();
goBack();
share();
onEach("[data-suggest]", offerSuggestions);
onEach("[data-when]", askWhen);
onEach("[data-rotate-url]", rotate);
onEach("[data-signature]", (pad) => import("./member/signature.js").then(({ sign }) => sign(pad)));
onEach("[data-stand]", (stand) => import("./member/stand.js").then(({ open }) => open(stand)));
onEach("[data-visit]", (page) => import("./member/visit.js").then(({ open }) => open(page)));
onEach("[data-focus]", (element) => element.focus());
onEach("[data-print]", (button) => button.addEventListener("click", () => print()));
keepDrafts();

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
